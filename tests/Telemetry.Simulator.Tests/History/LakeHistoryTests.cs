using System.Diagnostics;
using DuckDB.NET.Data;
using Telemetry.Lake.Storage;
using Telemetry.Simulator.History;

namespace Telemetry.Simulator.Tests.History;

public sealed class LakeHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Until = new(2026, 3, 18, 20, 30, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-history-");
    private readonly FolderStorage _storage;

    public LakeHistoryTests() => _storage = new FolderStorage(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Seven_days_end_where_the_stream_begins()
    {
        var progress = new Recorded();
        var started = Stopwatch.GetTimestamp();
        var rows = await WriteAsync(Until, new HistoryOptions(), progress);
        TestContext.Current.SendDiagnosticMessage(
            $"{rows:N0} rows in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, {LakeFiles.Live(_folder.FullName).Sum(file => new FileInfo(file).Length) / 1e6:0.0} MB");
        Assert.InRange(rows, 1_700_000, 1_900_000);
        Assert.Equal(1, progress.Shares[^1]);
        Assert.Equal(progress.Shares.Order(), progress.Shares);

        var all = Query("select count(*), count(distinct event_id), count(distinct session_id), count(distinct event_date), count(distinct title_id), min(event_timestamp), max(event_timestamp) from events");
        Assert.Equal([rows, rows], all[..2].Cast<long>());
        Assert.True((long)all[2]! > 5_000, $"{all[2]} sessions");
        Assert.Equal([8L, 120L], all[3..5]);
        Assert.InRange((DateTime)all[5]!, Until.UtcDateTime.AddDays(-7), Until.UtcDateTime.AddDays(-7).AddMinutes(1));
        Assert.InRange((DateTime)all[6]!, Until.UtcDateTime.AddMinutes(-1), Until.UtcDateTime.AddTicks(-1));
    }

    [Fact]
    public async Task The_past_is_coherent()
    {
        await WriteAsync(Until, new HistoryOptions { Days = 2 });
        // Sessions are told from their start to their end, on one title, device and person, with measures that grow.
        Assert.Equal([0L], Query("select count(*) from (select session_id from events group by session_id having count(distinct (customer_id, title_id, device_type)) > 1)"));
        Assert.Equal([0L], Query("select count(*) from (select watch_duration_seconds - lag(watch_duration_seconds) over (partition by session_id order by event_timestamp) as grows from events) where grows < 0"));
        Assert.Equal([0L], Query("select count(*) from events where (event_type = 'error') <> (error_code is not null) or (event_type = 'start') <> (startup_time_ms is not null)"));
        // Evenings are busier than nights, in the viewers' own time.
        var hours = Query("select count(*) filter (hour(event_timestamp) between 18 and 20) / count(*) filter (hour(event_timestamp) between 2 and 4)::double from events where country = 'Germany'");
        Assert.InRange((double)hours[0]!, 2.5, 50);
    }

    [Fact]
    public async Task A_lake_that_has_events_gets_no_history()
    {
        Assert.True(await WriteAsync(Until, new HistoryOptions { Days = 1 }) > 0);
        Assert.Equal(0, await WriteAsync(Until.AddDays(1), new HistoryOptions { Days = 1 }));
    }

    [Fact]
    public async Task A_history_that_is_stopped_leaves_nothing_to_be_seen()
    {
        using var stopping = new CancellationTokenSource();
        var history = new LakeHistory(new SimulatorOptions(), new HistoryOptions(), _storage, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => history.WriteAsync(Until, new Stopping(stopping), stopping.Token));
        Assert.Empty(LakeFiles.Live(_folder.FullName));
        Assert.True(await WriteAsync(Until, new HistoryOptions { Days = 1 }) > 0);
    }

    private Task<long> WriteAsync(DateTimeOffset until, HistoryOptions options, IProgress<double>? progress = null) =>
        new LakeHistory(new SimulatorOptions(), options, _storage, TimeProvider.System).WriteAsync(until, progress, TestContext.Current.CancellationToken);

    private object?[] Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"create view events as select * from read_parquet([{string.Join(", ", LakeFiles.Live(_folder.FullName).Select(file => $"'{file}'"))}], hive_partitioning = true)";
        command.ExecuteNonQuery();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)];
    }

    private sealed class Recorded : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value) => Shares.Add(value);
    }

    private sealed class Stopping(CancellationTokenSource stopping) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value > 0.3)
                stopping.Cancel();
        }
    }
}

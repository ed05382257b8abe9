using System.Globalization;
using DuckDB.NET.Data;
using Grpc.Net.Client;
using Telemetry.EndToEnd.Tests.Running;
using Telemetry.Lake.Storage;
using Telemetry.V1;

namespace Telemetry.EndToEnd.Tests.Lake;

/// <summary>One stream, faults included, counted live and written to the lake: both must come to the same totals.</summary>
public sealed class StreamAndLakeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _lake = Directory.CreateTempSubdirectory("telemetry-lake-");
    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow().AddSeconds(-1);

    public void Dispose() => _lake.Delete(recursive: true);

    [Fact]
    public async Task Stream_and_lake_agree()
    {
        await using var host = await AppHostProcess.StartAsync(
            ["--no-simulator", "--lake", _lake.FullName], new Dictionary<string, string> { ["Lake__Writer__CloseSeconds"] = "1" });
        var ledger = await SimulatorProcess.RunAsync(host, "--rate=2000", "--count=20000", "--malformed=0.01", "--duplicates=0.01", "--late=0.01");
        using var channel = GrpcChannel.ForAddress(host.Addresses.LiveGrpc);
        var live = await SimulatorProcess.UntilCountedAsync(new LiveService.LiveServiceClient(channel), ledger);
        await UntilWrittenAsync(ledger.Events + ledger.Late);

        // Late events are in the lake and in no window; the simulator makes them at least 90 s old.
        Assert.Equal(ledger.Late, One<long>("select count(*) from late"));
        Assert.Equal(live.Metrics.Events, One<long>("select count(*) from counted"));
        Assert.Equal(live.Metrics.Events, One<long>("select count(distinct event_id) from counted"));
        Assert.Equal(live.Metrics.Errors, One<long>("select count(*) filter (event_type = 'error') from counted"));
        Assert.Equal(live.Metrics.BufferingEvents, One<long>("select cast(sum(buffering_events) as bigint) from counted"));
        Assert.Equal(live.Metrics.BufferingDurationMs, One<long>("select cast(sum(buffering_duration_ms) as bigint) from counted"));
        Assert.Equal(live.Metrics.BandwidthSamples, One<long>("select count(bandwidth_mbps) from counted"));
        Assert.Equal(live.Metrics.AverageBandwidthMbps, One<double>("select avg(bandwidth_mbps) from counted"), 6);
        Assert.Equal(live.Metrics.StartupSamples, One<long>("select count(startup_time_ms) from counted"));
        Assert.Equal(Groups(live.Metrics.ByType.Select(each => (each.EventType, each.Events))), Groups("event_type"));
        Assert.Equal(Groups(live.Device.Devices.Select(each => (each.Name, each.Events))), Groups("device_type"));
        Assert.Equal(Groups(live.Quality.Slices.Select(each => (each.Name, each.Events))), Groups("quality"));
        Assert.Equal(Groups(live.Geo.Places.GroupBy(place => place.Country).Select(country => (country.Key, country.Sum(place => place.Events)))), Groups("country"));
        ActiveSessionsAgree(live);
    }

    [Fact]
    public async Task A_writer_that_is_killed_again_and_again_loses_and_repeats_nothing()
    {
        await using var broker = await AppHostProcess.StartAsync(["--no-simulator", "--no-lake"]);
        var sending = SimulatorProcess.RunAsync(broker, "--rate=1000", "--count=12000", "--malformed=0.01", "--duplicates=0.05", "--late=0.01");
        for (var life = 1; life <= 4; life++)
        {
            await using var writer = await AppHostProcess.StartAsync(
                ["--kafka", broker.Addresses.Kafka, "--lake", _lake.FullName],
                new Dictionary<string, string> { ["Lake__Writer__CloseSeconds"] = "1", ["Kafka__SessionTimeoutMs"] = "1000" });
            if (life == 4)
            {
                var ledger = await sending;
                await UntilWrittenAsync(ledger.Events + ledger.Late);
                Assert.Equal(ledger.Events + ledger.Late, One<long>("select count(*) from events"));
                Assert.Equal(ledger.Events + ledger.Late, One<long>("select count(distinct event_id) from events"));
                return;
            }
            await UntilWrittenAsync(1_000 * life);
            await writer.StopAsync(signal: 9);
            Assert.Equal(One<long>("select count(distinct event_id) from events"), One<long>("select count(*) from events"));
        }
    }

    /// <summary>Sessions with an event in the last 60 s whose latest event doesn't end viewing.</summary>
    private void ActiveSessionsAgree(DashboardUpdate live)
    {
        // The service looks at the clock up to a tick before it stamps the state.
        var expected = Enumerable.Range(0, 20).Select(tick => DateTimeOffset.FromUnixTimeMilliseconds(live.AtUnixMs - (50 * tick)).UtcDateTime).Select(at => One<long>(
            $"""
            select count(*) from (
              select session_id from counted where event_timestamp > timestamp '{at:yyyy-MM-dd HH:mm:ss.fff}' - interval 60 second and event_timestamp <= timestamp '{at:yyyy-MM-dd HH:mm:ss.fff}'
              group by session_id having max_by(event_type, event_timestamp) not in ('stop', 'complete', 'error'))
            """)).ToHashSet();
        Assert.Contains(live.Viewers.ActiveSessions, expected);
    }

    private SortedDictionary<string, long> Groups(string column) =>
        new(Query($"select {column}, count(*) from counted group by 1").ToDictionary(row => (string)row[0], row => (long)row[1]));

    private static SortedDictionary<string, long> Groups(IEnumerable<(string Name, long Events)> parts) =>
        new(parts.Where(part => part.Events > 0).ToDictionary(part => part.Name, part => part.Events));

    private T One<T>(string sql) => (T)Assert.Single(Query(sql))[0];

    /// <summary>Asks the tables <c>events</c>, <c>counted</c> (in time) and <c>late</c>.</summary>
    private List<object[]> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var files = string.Join(", ", LakeFiles.Live(_lake.FullName).Select(file => $"'{file}'"));
        var horizon = _started.AddSeconds(-60).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        command.CommandText = $"""
            create view events as select * from read_parquet([{files}], hive_partitioning = true);
            create view counted as select * from events where event_timestamp >= timestamp '{horizon}';
            create view late as select * from events where event_timestamp < timestamp '{horizon}'
            """;
        command.ExecuteNonQuery();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
        return rows;
    }

    private async Task UntilWrittenAsync(long rows)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (LakeFiles.Live(_lake.FullName).Count == 0 || One<long>("select count(*) from events") < rows)
            await timer.WaitForNextTickAsync(patience.Token);
    }
}

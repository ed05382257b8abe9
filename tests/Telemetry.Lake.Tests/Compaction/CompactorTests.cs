using Microsoft.Extensions.Time.Testing;
using Telemetry.Lake.Compaction;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;
using Telemetry.Lake.Tests.Samples;

namespace Telemetry.Lake.Tests.Compaction;

public sealed class CompactorTests : IDisposable
{
    private static readonly CompactorOptions Options = new() { MinFilesOfToday = 6 };
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly TestLake _lake = new();
    private int _made;

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Many_small_files_of_a_closed_day_become_one_sorted_file()
    {
        await FillAsync(_lake, days: 2, files: 12);
        var before = Contents(_lake);
        await RunAsync();
        Assert.Equal(before, Contents(_lake));
        // Two days and two tenants, of which today has enough files too.
        Assert.Equal(4, LakeFiles.Live(_lake.Folder).Count);
        Assert.Equal([0L], _lake.Query("select count(*) from (select event_timestamp < lag(event_timestamp) over (partition by event_date, tenant_id) as back from events) where back")[0]);
    }

    [Fact]
    public async Task Few_files_of_today_are_left_alone_and_a_second_round_changes_nothing()
    {
        await FillAsync(_lake, days: 1, files: 3);
        Assert.Equal(0, await RunAsync());
        await FillAsync(_lake, days: 1, files: 6);
        Assert.NotEqual(0, await RunAsync());
        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task Replaced_files_stay_for_queries_that_read_them_and_are_deleted_later()
    {
        await FillAsync(_lake, days: 2, files: 4);
        var listed = LakeFiles.Live(_lake.Folder);
        var before = TestLake.Query("select count(*) from events", listed)[0][0];
        await RunAsync();
        _time.Advance(Compactor.Grace - TimeSpan.FromSeconds(1));
        await RunAsync();
        Assert.Equal(before, TestLake.Query("select count(*) from events", listed)[0][0]);

        _time.Advance(TimeSpan.FromSeconds(2));
        await RunAsync();
        Assert.Equal(LakeFiles.Live(_lake.Folder), Directory.GetFiles(Path.Combine(_lake.Folder, "events"), "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        Assert.Empty(await _lake.Storage.ListAsync("_compactions/", CancellationToken.None));
        Assert.Equal(before, _lake.Query("select count(*) from events")[0][0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_compactor_killed_at_any_step_leaves_every_row_to_be_read_once(bool after)
    {
        var steps = 0;
        for (var died = true; died; steps++)
        {
            using var lake = new TestLake();
            var time = new FakeTimeProvider(TestEvents.Noon);
            await FillAsync(lake, days: 2, files: 3);
            var before = Contents(lake);
            var storage = new DyingStorage(lake.Storage, steps + 1, after);
            try
            {
                // The second run deletes what the first one replaced.
                for (var run = 0; run < 2; run++)
                {
                    using var compactor = Compactor.TryOpen(lake.Folder, storage, Options, time)!;
                    await compactor.RunAsync(CancellationToken.None);
                    time.Advance(Compactor.Grace + TimeSpan.FromSeconds(1));
                }
            }
            catch (ProcessKilledException)
            {
                // What readers see now is checked below.
            }
            died = storage.Died;
            Assert.Equal(before, Contents(lake));

            for (var run = 0; run < 2; run++)
            {
                using var compactor = Compactor.TryOpen(lake.Folder, lake.Storage, Options, time)!;
                await compactor.RunAsync(CancellationToken.None);
                Assert.Equal(before, Contents(lake));
                time.Advance(Compactor.Grace + TimeSpan.FromSeconds(1));
            }
        }
        Assert.True(steps > 15, $"only {steps} steps were tried");
    }

    [Fact]
    public async Task Readers_see_every_row_once_at_every_moment()
    {
        await FillAsync(_lake, days: 6, files: 20);
        var before = Contents(_lake);
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var looks = 0;
            while (!done.IsCancellationRequested || looks == 0)
            {
                Assert.Equal(before, Contents(_lake));
                looks++;
            }
            return looks;
        });
        Assert.True(await RunAsync() > 0); // a dozen change-overs, and no time for the grace to end
        await done.CancelAsync();
        Assert.True(await reading > 0);
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_the_other_folders_are_compacted()
    {
        await FillAsync(_lake, days: 3, files: 4);
        var files = LakeFiles.Live(_lake.Folder);
        var damaged = files[1];
        File.WriteAllText(damaged, "This is no Parquet file.");
        var log = new RecordedLog<Compactor>();
        using (var compactor = Compactor.TryOpen(_lake.Storage, Options, _time, log)!)
            Assert.NotEqual(0, await compactor.RunAsync(CancellationToken.None));

        var folders = LakeFiles.Live(_lake.Folder).GroupBy(Path.GetDirectoryName).ToDictionary(folder => folder.Key!, folder => folder.Count());
        // Four files of today are too few, and those beside the damaged one are left; the other days are of one file.
        Assert.Equal(4, folders[Path.GetDirectoryName(damaged)!]);
        Assert.Equal(3, folders.Count(folder => folder.Value == 1));
        var line = Assert.Single(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains(Path.GetRelativePath(_lake.Folder, damaged).Replace('\\', '/'), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compaction_between_two_looks_of_a_reader_makes_it_look_again()
    {
        await FillAsync(_lake, days: 2, files: 3);
        var before = Contents(_lake);
        var looks = 0;
        var files = LakeFiles.List(_lake.Folder, () =>
        {
            if (++looks == 1)
                RunAsync().GetAwaiter().GetResult();
        });
        Assert.Equal(2, looks);
        Assert.Equal(before.Count, (int)(long)TestLake.Query("select count(*) from events", files)[0][0]!);
    }

    [Fact]
    public void Only_one_compactor_works_on_a_lake_at_a_time()
    {
        using (var first = Compactor.TryOpen(_lake.Storage, Options, _time))
        {
            Assert.NotNull(first);
            Assert.Null(Compactor.TryOpen(_lake.Storage, Options, _time));
        }
        using var next = Compactor.TryOpen(_lake.Storage, Options, _time);
        Assert.NotNull(next);
    }

    private async Task<int> RunAsync()
    {
        using var compactor = Compactor.TryOpen(_lake.Storage, Options, _time)!;
        return await compactor.RunAsync(CancellationToken.None);
    }

    private static List<(string, string, string)> Contents(TestLake lake) =>
        [.. lake.Query("select event_id, event_date, tenant_id from events").Select(row => ((string)row[0]!, (string)row[1]!, (string)row[2]!)).Order()];

    private async Task FillAsync(TestLake lake, int days, int files)
    {
        for (var day = 0; day < days; day++)
        {
            foreach (var tenant in new[] { "default", "a/b" })
            {
                for (var file = 0; file < files; file++)
                {
                    var rows = new EventRows();
                    for (var i = 0; i < 20; i++)
                    {
                        var at = TestEvents.Noon.AddDays(-day).AddSeconds((i * 37 % 20) + file);
                        rows.Add(new EventRow { TimestampMs = at.ToUnixTimeMilliseconds(), EventId = $"E{_made++}", CustomerId = "C", TitleId = "T", SessionId = "S", EventType = "heartbeat", DeviceType = "tv", Quality = "HD", Country = "Germany", Tenant = tenant });
                    }
                    var key = $"{LakePaths.PartitionOf(LakePaths.DateOf(rows[0].TimestampMs), tenant)}part-{_made:D8}.parquet";
                    await lake.Storage.PutAsync(key, await EventFile.EncodeAsync(rows, CancellationToken.None), CancellationToken.None);
                }
            }
        }
    }
}

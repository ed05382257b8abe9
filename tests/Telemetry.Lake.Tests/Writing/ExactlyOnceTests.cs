using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Tests.Samples;
using Telemetry.Lake.Writing;

namespace Telemetry.Lake.Tests.Writing;

/// <summary>A writer that is killed at each step of its work, and the one that comes after it.</summary>
public sealed class ExactlyOnceTests : IDisposable
{
    private static readonly LakeLog Log = LakeLog.Of("telemetry.events", 0, "");
    private static readonly DateTimeOffset Midnight = new(2026, 3, 18, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Midnight.AddMinutes(10));
    private readonly TestLake _lake = new();

    // Ranges of 8 messages that span two days and two tenants: each commit has four files. Every ninth message repeats the one before.
    private readonly List<(byte[] Value, DateTimeOffset Arrival)> _log =
    [
        .. Enumerable.Range(0, 40).Select(i =>
        {
            var number = i % 9 == 8 ? i - 1 : i;
            var at = Midnight.AddSeconds(number % 4 < 2 ? -20 + (number / 4.0) : 1 + (number / 4.0));
            return (TestEvents.Json($"E{number}", at, number % 2 == 0 ? "a" : "b"), Midnight.AddSeconds(10 + (i / 4.0)));
        }),
    ];

    private List<string> Distinct => [.. Enumerable.Range(0, 40).Where(i => i % 9 != 8).Select(i => $"E{i}").Order()];

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_writer_killed_at_any_step_leaves_a_lake_that_the_next_one_completes_without_loss_or_repetition(bool after)
    {
        var steps = 0;
        for (var died = true; died; steps++)
        {
            using var lake = new TestLake();
            var storage = new DyingStorage(lake.Storage, steps + 1, after);
            try
            {
                await WriteAllAsync(storage, rangeLength: 8);
            }
            catch (ProcessKilledException)
            {
                // What readers see now is a part of the whole, each row once.
            }
            died = storage.Died;
            Assert.Equal(lake.EventIds().Distinct().Order(), lake.EventIds().Order());

            await WriteAllAsync(lake.Storage, rangeLength: 11);
            Assert.Equal(Distinct, lake.EventIds().Order());
        }
        Assert.True(steps > 50, $"only {steps} steps were tried");
    }

    [Fact]
    public async Task A_writer_killed_again_and_again_gets_everything_across_once()
    {
        for (var step = 3; step < 40; step += 2)
        {
            try
            {
                await WriteAllAsync(new DyingStorage(_lake.Storage, step, step % 4 == 1), rangeLength: 5);
            }
            catch (ProcessKilledException)
            {
                Assert.Equal(_lake.EventIds().Distinct().Order(), _lake.EventIds().Order());
            }
        }
        await WriteAllAsync(_lake.Storage, rangeLength: 5);
        Assert.Equal(Distinct, _lake.EventIds().Order());
    }

    [Fact]
    public async Task Files_of_a_range_that_was_not_committed_are_never_seen_and_deleted_an_hour_later()
    {
        var commits = new CommitLog(new DyingStorage(_lake.Storage, 6, after: false), _time);
        await Assert.ThrowsAsync<ProcessKilledException>(() => CommitAsync(commits, new OffsetRange(Log, 0, 4)));
        Assert.Empty(_lake.EventIds());
        Assert.NotEmpty(await _lake.Storage.ListAsync("_staging/", CancellationToken.None));

        var next = new CommitLog(_lake.Storage, _time);
        Assert.Null(await next.RecoverAsync(Log, CancellationToken.None));
        Assert.NotEmpty(await _lake.Storage.ListAsync("_staging/", CancellationToken.None));
        _time.Advance(CommitLog.OrphanAge + TimeSpan.FromSeconds(1));
        await next.RecoverAllAsync(CancellationToken.None);
        Assert.Empty(await _lake.Storage.ListAsync("_staging/", CancellationToken.None));
    }

    [Fact]
    public async Task What_was_committed_and_not_moved_is_finished_by_whoever_continues_the_log()
    {
        // Four files, a listing and the marker are six steps; the seventh would be a move.
        var commits = new CommitLog(new DyingStorage(_lake.Storage, 7, after: false), _time);
        await Assert.ThrowsAsync<ProcessKilledException>(() => CommitAsync(commits, new OffsetRange(Log, 0, 4)));
        Assert.Empty(_lake.EventIds());
        Assert.Equal(new LogPosition(4, 0), await new CommitLog(_lake.Storage, _time).RecoverAsync(Log, CancellationToken.None));
        Assert.Equal(4, _lake.EventIds().Count);
    }

    [Fact]
    public async Task Of_two_writers_of_one_log_only_one_commits_a_range()
    {
        var one = new CommitLog(_lake.Storage, _time);
        var other = new CommitLog(_lake.Storage, _time);
        await CommitAsync(one, new OffsetRange(Log, 0, 4));
        await Assert.ThrowsAsync<RangeTakenException>(() => CommitAsync(other, new OffsetRange(Log, 0, 6)));
        Assert.Equal(new LogPosition(4, 0), await other.RecoverAsync(Log, CancellationToken.None));
    }

    [Fact]
    public async Task A_writer_that_slept_through_many_commits_of_its_successor_commits_nothing()
    {
        var commits = new CommitLog(_lake.Storage, _time);
        for (var from = 0L; from < 200; from += 4)
            await CommitAsync(commits, new OffsetRange(Log, from, from + 4));
        await Assert.ThrowsAsync<RangeTakenException>(() => CommitAsync(new CommitLog(_lake.Storage, _time), new OffsetRange(Log, 4, 9)));
        Assert.InRange((await _lake.Storage.ListAsync("_commits/", CancellationToken.None)).Count, 1, 16);
    }

    [Fact]
    public async Task A_repeated_try_whose_marker_was_created_and_whose_answer_was_lost_is_not_taken_for_another_writer()
    {
        var attempt = new CommitAttempt(_time);
        var range = new OffsetRange(Log, 0, 4);
        // Four files, a listing, and then the marker, whose answer is lost.
        var failing = new CommitLog(new DyingStorage(_lake.Storage, 6, after: true), _time);
        var files = await FilesAsync(range);
        await Assert.ThrowsAsync<ProcessKilledException>(() => failing.CommitAsync(range, new LogPosition(range.To, 0), files, attempt, CancellationToken.None));
        await new CommitLog(_lake.Storage, _time).CommitAsync(range, new LogPosition(range.To, 0), files, attempt, CancellationToken.None);
        Assert.Equal(4, _lake.EventIds().Count);
    }

    private async Task CommitAsync(CommitLog commits, OffsetRange range) =>
        await commits.CommitAsync(range, new LogPosition(range.To, 0), await FilesAsync(range), new CommitAttempt(_time), CancellationToken.None);

    private async Task<List<LakeFile>> FilesAsync(OffsetRange range)
    {
        var open = new OpenRange(range.From, Midnight);
        var reader = new EventRowReader(new Vocabularies(), new TenantTable(TenantTable.DefaultLimit));
        foreach (var (value, arrival) in _log.Take(4))
        {
            var message = TestEvents.Message(0, value, arrival);
            Assert.True(reader.TryParse(message, arrival.ToUnixTimeMilliseconds(), out var e));
            open.Add(reader.Read(value, e), value.Length);
            message.Release();
        }
        open.AdvanceTo(range.To);
        return await open.EncodeAsync(range.Log, CancellationToken.None);
    }

    /// <summary>What a process does from its start: finds out where the lake ends, and writes from there to the end of the log.</summary>
    private async Task WriteAllAsync(ILakeStorage storage, int rangeLength)
    {
        var commits = new CommitLog(storage, _time);
        await commits.RecoverAllAsync(CancellationToken.None);
        var position = await commits.RecoverAsync(Log, CancellationToken.None);
        using var encoding = new SemaphoreSlim(1);
        using var writer = new PartitionWriter(
            0, Log, position, commits, encoding, new Vocabularies(), new LakeWriterOptions { RetrySeconds = 0.01 }, TenantTable.DefaultLimit, new LakeWriterStatus(), _time, NullLogger.Instance);
        for (var offset = position?.ReplayFrom ?? 0; offset < _log.Count; offset++)
        {
            var message = TestEvents.Message(offset, _log[(int)offset].Value, _log[(int)offset].Arrival);
            writer.Take(message);
            message.Release();
            if (offset % rangeLength == rangeLength - 1)
                await CommitAsync(writer);
        }
        await CommitAsync(writer);
    }

    private static async Task CommitAsync(PartitionWriter writer)
    {
        if (await writer.DrainAsync(TimeSpan.FromMinutes(1)))
            return;
        writer.ThrowIfFailed();
    }
}

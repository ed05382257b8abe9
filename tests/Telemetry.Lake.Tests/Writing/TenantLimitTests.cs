using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Lake.Tables;
using Telemetry.Lake.Tests.Samples;
using Telemetry.Lake.Writing;

namespace Telemetry.Lake.Tests.Writing;

public sealed class TenantLimitTests
{
    private const int Limit = 3;
    private static readonly LakeLog Log = LakeLog.Of("telemetry.events", 0, "");
    private readonly FakeTimeProvider _time = new(TestEvents.Noon.AddDays(60));

    [Fact]
    public void The_lake_takes_the_events_that_live_counting_takes_however_often_its_writer_begins_anew() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var messages = Messages(random, 60);
            using var lake = new TestLake();
            for (var died = true; died;)
                died = WriteAsync(lake, messages, random).GetAwaiter().GetResult();

            var live = new EventParser(new Vocabularies(), new TenantTable(Limit));
            var taken = messages.Where(message => live.Parse(message.Json, message.At.ToUnixTimeMilliseconds(), out _) is null);
            Assert.Equal(taken.Select(message => message.Id).Order(), lake.EventIds().Order());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void A_list_of_one_row_is_small_and_one_of_many_keeps_every_row()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var one = new EventRows();
        one.Add(new EventRow { TimestampMs = 1 });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 2_000);

        for (var i = 2; i <= 1_000; i++)
            one.Add(new EventRow { TimestampMs = i });
        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => (long)i), Enumerable.Range(0, one.Count).Select(i => one[i].TimestampMs));
    }

    /// <summary>A process that reads on from where the lake ends, and dies somewhere on the way unless it gets to the end. True when it died.</summary>
    private async Task<bool> WriteAsync(TestLake lake, List<(string Id, byte[] Json, DateTimeOffset At)> messages, Random random)
    {
        var commits = new CommitLog(lake.Storage, _time);
        var position = await commits.RecoverAsync(Log, CancellationToken.None);
        using var encoding = new SemaphoreSlim(1);
        using var writer = new PartitionWriter(
            0, Log, position, commits, encoding, new Vocabularies(), new LakeWriterOptions(), Limit, new LakeWriterStatus(), _time, NullLogger.Instance);
        for (var offset = (int)(position?.ReplayFrom ?? 0); offset < messages.Count; offset++)
        {
            var message = TestEvents.Message(offset, messages[offset].Json, messages[offset].At);
            writer.Take(message);
            message.Release();
            if (random.Next(8) == 0)
                Assert.True(await writer.DrainAsync(TimeSpan.FromMinutes(1)));
            if (random.Next(30) == 0)
                return true;
        }
        Assert.True(await writer.DrainAsync(TimeSpan.FromMinutes(1)));
        return false;
    }

    /// <summary>Tenants that come once among some that come again; the clock mostly crawls and sometimes leaps over a day.</summary>
    private static List<(string Id, byte[] Json, DateTimeOffset At)> Messages(Random random, int count)
    {
        var at = TestEvents.Noon;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            at += random.Next(12) == 0 ? TimeSpan.FromHours(random.Next(30)) : TimeSpan.FromSeconds(random.Next(20));
            var tenant = random.Next(2) == 0 ? $"tenant-{random.Next(3)}" : $"made-up-{random.Next(40)}";
            return ($"E{i}", TestEvents.Json($"E{i}", at, random.Next(8) == 0 ? null : tenant), at);
        })];
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Tenants;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;
using Telemetry.Lake.Tests.Samples;
using Telemetry.Lake.Writing;

namespace Telemetry.Lake.Tests.Writing;

/// <summary>The whole writer: embedded broker, consumer group, files, DuckDB.</summary>
public sealed class LakeWriterTests : IDisposable
{
    private readonly TestLake _lake = new();
    private readonly EmbeddedBroker _broker = RunningWriter.StartBroker();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public void Dispose()
    {
        _broker.Dispose();
        _lake.Dispose();
    }

    [Fact]
    public async Task Valid_events_late_ones_too_are_written_once_and_invalid_ones_not()
    {
        await using var writer = await RunningWriter.StartAsync(_broker, _lake.Storage, ("CloseSeconds", "1"));
        RunningWriter.Produce(_broker, Events(0, 1_000));
        RunningWriter.Produce(_broker, [
            .. Events(500, 100), // again
            ("S", TestEvents.Json("LATE", _now.AddMinutes(-30))),
            ("S", TestEvents.Json("LATE", _now.AddMinutes(-30))),
            ("S", "{}"u8.ToArray()),
            ("S", TestEvents.Json("FUTURE", _now.AddMinutes(5))),
            ("S\0", TestEvents.Json("BADKEY", _now)),
        ]);
        await RunningWriter.UntilAsync(() => writer.Status.Rows >= 1_001, "every event was written");
        await writer.StopAsync();
        Assert.Equal([.. Enumerable.Range(0, 1_000).Select(i => $"E{i}").Append("LATE").Order()], _lake.EventIds().Order());
        Assert.Equal((101L, 3L, null), (writer.Status.Duplicates, writer.Status.Invalid, writer.Status.Problem));
    }

    [Fact]
    public async Task Stopping_writes_what_was_gathered_and_the_next_one_continues()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var writer = await RunningWriter.StartAsync(_broker, _lake.Storage, ("CloseSeconds", "3600"));
            RunningWriter.Produce(_broker, Events(round * 200, 250)); // 50 of the next round's events come twice
            await RunningWriter.UntilAsync(() => writer.Status.Gathered >= (round == 0 ? 250 : 200), "every message was taken");
            await writer.StopAsync();
        }
        Assert.Equal([.. Enumerable.Range(0, 650).Select(i => $"E{i}").Order()], _lake.EventIds().Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_storage_that_fails_or_hangs_holds_consumption_back_and_loses_nothing(bool hangs)
    {
        var storage = new FlakyStorage(_lake.Storage);
        await using var writer = await RunningWriter.StartAsync(
            _broker, storage, ("CloseSeconds", "1"), ("CloseMegabytes", "1"), ("MaxMegabytes", "2"), ("StorageTimeoutSeconds", "1"), ("RetrySeconds", "0.05"));
        RunningWriter.Produce(_broker, Events(0, 100));
        await RunningWriter.UntilAsync(() => writer.Status.Rows == 100, "the first events were written");
        if (hangs)
            storage.Hang();
        else
            storage.Fail();
        RunningWriter.Produce(_broker, Events(100, 12_000));
        await RunningWriter.UntilAsync(() => writer.Status is { Failures: > 3, PausedPartitions: > 0 }, "the storage had failed a few times and consumption waited");
        Assert.Equal(100, _lake.EventIds().Count);
        Assert.InRange(writer.Status.Gathered, 1, 9_000);
        Assert.NotNull(writer.Status.Problem);

        storage.Recover();
        await RunningWriter.UntilAsync(() => writer.Status.Rows == 12_100, "every event was written");
        Assert.Equal(12_100, _lake.EventIds().Distinct().Count());
        Assert.Equal(12_100, _lake.EventIds().Count);
        Assert.Null(writer.Status.Problem);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_storage_that_hangs_and_the_next_writer_reads_again()
    {
        var storage = new FlakyStorage(_lake.Storage);
        (string, string)[] settings = [("CloseSeconds", "1"), ("StorageTimeoutSeconds", "600"), ("DrainSeconds", "0.5")];
        await using (var writer = await RunningWriter.StartAsync(_broker, storage, settings))
        {
            RunningWriter.Produce(_broker, Events(0, 100));
            await RunningWriter.UntilAsync(() => writer.Status.Rows == 100, "the first events were written");
            storage.Hang();
            RunningWriter.Produce(_broker, Events(100, 300));
            await RunningWriter.UntilAsync(() => writer.Status.Gathered == 400, "every message was taken");
            await writer.StopAsync().WaitAsync(RunningWriter.Patience);
        }
        Assert.Equal(100, _lake.EventIds().Count);
        await using (var next = await RunningWriter.StartAsync(_broker, _lake.Storage, settings))
            await RunningWriter.UntilAsync(() => next.Status.Rows == 300, "the rest was written");
        Assert.Equal([.. Enumerable.Range(0, 400).Select(i => $"E{i}").Order()], _lake.EventIds().Order());
    }

    [Fact]
    public async Task Writers_that_share_the_partitions_and_hand_them_over_write_everything_once()
    {
        await using var first = await RunningWriter.StartAsync(_broker, _lake.Storage, ("CloseSeconds", "1"));
        RunningWriter.Produce(_broker, Events(0, 500));
        await RunningWriter.UntilAsync(() => first.Status.Gathered == 500, "the first took everything");
        var sent = 500;
        await using (var second = await RunningWriter.StartAsync(_broker, _lake.Storage, ("CloseSeconds", "1")))
        {
            while (second.Status.Gathered < 200)
            {
                RunningWriter.Produce(_broker, Events(sent, 100));
                sent += 100;
                Assert.InRange(sent, 0, 100_000);
                await RunningWriter.UntilAsync(() => first.Status.Gathered + second.Status.Gathered >= sent, "both took everything");
            }
        }
        RunningWriter.Produce(_broker, Events(sent, 100));
        await RunningWriter.UntilAsync(() => _lake.EventIds().Count >= sent + 100, "everything was written");
        Assert.Equal([.. Enumerable.Range(0, sent + 100).Select(i => $"E{i}").Order()], _lake.EventIds().Order());
    }

    [Fact]
    public async Task A_storage_that_is_down_at_the_start_is_waited_for()
    {
        var storage = new FlakyStorage(_lake.Storage);
        storage.Fail();
        await using var writer = await RunningWriter.StartAsync(_broker, storage, ("CloseSeconds", "1"), ("RetrySeconds", "0.05"));
        RunningWriter.Produce(_broker, Events(0, 10));
        await RunningWriter.UntilAsync(() => writer.Status.Failures > 2, "it had tried a few times");
        storage.Recover();
        await RunningWriter.UntilAsync(() => writer.Status.Rows == 10, "every event was written");
    }

    [Fact]
    public async Task A_writer_whose_name_another_has_taken_says_so_and_does_not_try_again()
    {
        var status = new LakeWriterStatus();
        var sources = new List<FencedSource>();
        using var writer = new LakeWriter(
            listener => { sources.Add(new FencedSource(listener)); return sources[^1]; }, _lake.Storage, status, Options.Create(new LakeWriterOptions { RetrySeconds = 0.05 }),
            Options.Create(new TenantOptions()), Options.Create(new KafkaOptions()), TimeProvider.System, NullLoggerFactory.Instance);

        await writer.StartAsync(CancellationToken.None);
        await writer.ExecuteTask!.WaitAsync(RunningWriter.Patience);

        Assert.Single(sources);
        Assert.Equal("The name is another's.", status.Problem);
    }

    [Fact]
    public async Task A_topic_that_began_anew_is_told_apart_by_its_generation()
    {
        await using (var writer = await RunningWriter.StartAsync(_broker, _lake.Storage, ("Generation", "one")))
        {
            RunningWriter.Produce(_broker, Events(0, 50));
            await RunningWriter.UntilAsync(() => writer.Status.Gathered == 50, "every message was taken");
        }
        using var another = RunningWriter.StartBroker();
        await using (var writer = await RunningWriter.StartAsync(another, _lake.Storage, ("Generation", "two")))
        {
            RunningWriter.Produce(another, Events(1_000, 20));
            await RunningWriter.UntilAsync(() => writer.Status.Gathered == 20, "every message was taken");
        }
        Assert.Equal(70, _lake.EventIds().Count);
    }

    private IEnumerable<(string Key, byte[] Value)> Events(int from, int count) =>
        Enumerable.Range(from, count).Select(i => ($"SESSION_{i % 97}", TestEvents.Json($"E{i}", _now.AddMilliseconds(-(i % 1_000)), more: Padding)));

    private static readonly string Padding = $",\"city\":\"{new string('x', 100)}\"";
}

using System.Text;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Events;

namespace Telemetry.Ingestion.Tests;

public sealed class IngestionTests
{
    private static readonly DateTimeOffset OriginalTime = new(2025, 8, 11, 14, 30, 45, 123, TimeSpan.Zero);

    [Fact]
    public async Task One_event_of_each_type_is_counted_under_its_type_and_fed()
    {
        await using var ingestion = await RunningIngestion.StartAsync();
        string[] types = ["start", "heartbeat", "pause", "resume", "seek", "quality_change", "buffer", "error", "stop", "complete", "teleport"];
        foreach (var type in types)
            ingestion.Produce("SESSION_1", SampleMessages.Event($"EVENT_{type}", type, "SESSION_1"));

        await ingestion.Sink.UntilAsync(sink => sink.Counted == types.Length);

        Assert.All(Enum.GetValues<EventType>(), type => Assert.Equal(1, ingestion.Sink.EventsWhere(cell => cell.Type == type)));
        Assert.Equal(types.Select(type => $"EVENT_{type}"), ingestion.Feed.Ids);
    }

    [Fact]
    public async Task The_example_with_its_original_time_counts_as_late_and_a_repetition_as_a_duplicate()
    {
        await using var ingestion = await RunningIngestion.StartAsync();
        ingestion.Produce("SESSION_3m4n5o6p", SampleMessages.Event("EVENT_twice"));
        ingestion.Produce("SESSION_3m4n5o6p", SampleMessages.Event("EVENT_late", at: OriginalTime));
        ingestion.Produce("SESSION_3m4n5o6p", SampleMessages.Event("EVENT_twice"));

        await ingestion.Sink.UntilAsync(sink => sink is { Counted: 1, Late: 1, Duplicates: 1 });

        Assert.Equal(["EVENT_twice"], ingestion.Feed.Ids);
    }

    [Fact]
    public async Task Every_kind_of_bad_input_goes_to_the_dead_letters_with_its_reason_and_the_stream_goes_on()
    {
        await using var ingestion = await RunningIngestion.StartAsync();
        var example = Encoding.UTF8.GetString(SampleMessages.Event("EVENT_x"));
        byte[] With(string from, string to) => Encoding.UTF8.GetBytes(example.Replace(from, to, StringComparison.Ordinal));
        var bad = new (string Reason, string? Key, byte[]? Value)[]
        {
            ("empty", "k", null),
            ("empty", "k", []),
            ("malformed_json", "k", Encoding.UTF8.GetBytes(example[..^20])),
            ("malformed_json", "k", With("25.5", "NaN")),
            ("wrong_type", "k", With("\"EVENT_x\"", "17")),
            ("wrong_type", "k", With("25.5", "\"25.5\"")),
            ("missing_field", "k", With("\"quality\":\"HD\",", "")),
            ("out_of_range", "k", With("25.5", "-25.5")),
            ("out_of_range", "k", With("45.5", "145.5")),
            ("timestamp_too_old", "k", SampleMessages.Event("EVENT_x", at: DateTimeOffset.UnixEpoch)),
            ("timestamp_in_future", "k", SampleMessages.Event("EVENT_x", at: new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero))),
            ("invalid_utf8", "k", [.. "{\"event_id\":\""u8, 0xC3, 0x28, .. "\"}"u8]),
            ("too_large", "k", Encoding.UTF8.GetBytes(new string('x', 900_000))),
            ("invalid_key", "\0", With("x", "x")),
        };
        foreach (var (_, key, value) in bad)
            ingestion.Produce(key, value);
        ingestion.Produce(key: null, SampleMessages.Event("EVENT_after"));

        await ingestion.Sink.UntilAsync(sink => sink.Counted == 1 && sink.Invalid == bad.Length);

        var letters = ingestion.DeadLetters(bad.Length);
        string Header(Confluent.Kafka.Message<byte[]?, byte[]?> letter, string name) => Encoding.UTF8.GetString(letter.Headers.GetLastBytes(name));
        Assert.Equal(bad.Select(each => each.Reason).Order(), letters.Select(letter => Header(letter, "reason")).Order());
        Assert.Equal(bad.GroupBy(each => each.Reason).ToDictionary(group => group.Key, group => (long)group.Count()), ingestion.Sink.InvalidByReason);
        Assert.All(letters, letter => Assert.Equal("telemetry.events", Header(letter, "source-topic")));
        Assert.All(letters, letter => Assert.NotEmpty(Header(letter, "detail")));
        Assert.All(bad, each => Assert.Contains(letters, letter => (letter.Value ?? []).AsSpan().SequenceEqual(each.Value)));
    }

    [Fact]
    public async Task An_event_of_one_tenant_too_many_is_a_dead_letter_and_those_with_a_place_go_on()
    {
        await using var ingestion = await RunningIngestion.StartAsync(partitions: 1, ("Events:MaxTenants", "2"));
        string[] tenants = ["a", "b", "c", "a", "default", "c"];
        for (var i = 0; i < tenants.Length; i++)
            ingestion.Produce("k", SampleMessages.Event($"EVENT_{i}", tenant: tenants[i]));

        await ingestion.Sink.UntilAsync(sink => sink is { Counted: 4, Invalid: 2 });

        Assert.Equal(new Dictionary<string, long> { ["tenant_limit"] = 2 }, ingestion.Sink.InvalidByReason);
        Assert.All(ingestion.DeadLetters(2), letter =>
        {
            Assert.StartsWith("tenant_id: limit of 2 tenants", Encoding.UTF8.GetString(letter.Headers.GetLastBytes("detail")), StringComparison.Ordinal);
            Assert.Contains("\"tenant_id\":\"c\"", Encoding.UTF8.GetString(letter.Value!), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    public async Task A_limit_of_tenants_that_can_not_work_is_named_at_the_start(string limit)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningIngestion.StartAsync(partitions: 1, ("Events:MaxTenants", limit)));
        Assert.Contains("MaxTenants", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_random_byte_strings_all_become_dead_letters()
    {
        await using var ingestion = await RunningIngestion.StartAsync();
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var value = new byte[random.Next(1, 200)];
            random.NextBytes(value);
            ingestion.Produce("k", value);
        }
        ingestion.Produce("k", SampleMessages.Event("EVENT_after"));

        await ingestion.Sink.UntilAsync(sink => sink.Counted == 1 && sink.Invalid == 10_000);

        Assert.Equal(10_000, ingestion.DeadLetters(10_000).Count);
    }

    [Fact]
    public async Task While_an_aggregate_is_blocked_memory_stays_within_its_budget_and_afterwards_everything_is_counted()
    {
        const int events = 60_000, budget = 2_000, poll = 100;
        await using var ingestion = await RunningIngestion.StartAsync(partitions: 8, ("Ingestion:MaxMessagesInFlight", "2000"), ("Ingestion:MaxMessagesInFlightPerPartition", "1000"), ("Kafka:QueuedMaxMessagesKbytes", "1024"));
        ingestion.Sink.Block();
        for (var i = 0; i < events; i++)
            ingestion.Produce($"SESSION_{i % 500}", SampleMessages.Event($"EVENT_{i}", session: $"SESSION_{i % 500}"));
        ingestion.Flush();

        Assert.True(await Eventually(() => ingestion.Status.PausedPartitions == 8), "not all partitions were paused");
        Assert.InRange(ingestion.Status.MessagesInFlight, 1, (2 * budget) + (8 * poll));
        Assert.Equal(0, ingestion.Sink.Counted);

        ingestion.Sink.Release();
        await ingestion.Sink.UntilAsync(sink => sink.Counted == events);
        Assert.Equal(0, ingestion.Sink.Duplicates);
    }

    [Fact]
    public async Task After_a_failure_ingestion_starts_again_from_the_log_and_counts_everything_once()
    {
        await using var ingestion = await RunningIngestion.StartAsync();
        for (var i = 0; i < 500; i++)
            ingestion.Produce($"SESSION_{i % 50}", SampleMessages.Event($"EVENT_{i}", session: $"SESSION_{i % 50}"));
        await ingestion.Sink.UntilAsync(sink => sink.Counted == 500);

        ingestion.Sink.FailNext(1);
        for (var i = 500; i < 600; i++)
            ingestion.Produce($"SESSION_{i % 50}", SampleMessages.Event($"EVENT_{i}", session: $"SESSION_{i % 50}"));

        await ingestion.Sink.UntilAsync(sink => sink.Counted == 600);
        Assert.Equal(0, ingestion.Sink.Duplicates);
        Assert.Equal(600, ingestion.Sink.EventsWhere(_ => true));
    }

    /// <summary>Looks again and again: nothing tells that a partition was paused, and what is blocked publishes nothing.</summary>
    private static async Task<bool> Eventually(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < 1_500 && !condition(); i++)
            await timer.WaitForNextTickAsync();
        return condition();
    }
}

using Confluent.Kafka;
using Telemetry.Kafka.Embedded;

namespace Telemetry.Ingestion.Tests;

/// <summary>Partitions that change hands on the real wire: broker, group, pipelines, actors; every event is counted once.</summary>
public sealed class HandOverTests : IAsyncDisposable
{
    private static readonly (string, string)[] Quick = [("Kafka:SessionTimeoutMs", "2000"), ("Snapshots:IntervalSeconds", "1")];
    private readonly EmbeddedBroker _broker = RunningIngestion.StartBroker(partitions: 4);
    private readonly SharedStore _store = new();
    private readonly RecordingSink _sink = new();
    private readonly List<RunningIngestion> _nodes = [];
    private readonly ProducedEvents _events;

    public HandOverTests() => _events = new ProducedEvents(_sink);

    [Theory]
    [InlineData("CooperativeSticky")]
    [InlineData("RoundRobin")]
    [InlineData("Range")]
    public async Task A_second_node_takes_over_half_and_then_all_while_events_flow(string strategy)
    {
        var first = await JoinAsync(("Kafka:AssignmentStrategy", strategy));
        await _events.ProduceAsync(first, 1_000);
        var second = await JoinAsync(("Kafka:AssignmentStrategy", strategy));
        while (second.Status.Partitions < 2)
            await _events.ProduceAsync(first, 100);
        await _events.ProduceAsync(second, 1_000);

        await first.StopAsync();
        while (second.Status.Partitions < 4)
            await _events.ProduceAsync(second, 100);
        await _events.ProduceAsync(second, 1_000);

        Assert.Equal(0, _sink.Duplicates);
        Assert.Equal(_events.Count, _sink.EventsWhere(_ => true));
    }

    [Fact]
    public async Task A_node_that_starts_again_goes_on_where_its_state_ends_and_reads_nothing_twice()
    {
        var before = await JoinAsync();
        await _events.ProduceAsync(before, 1_000);
        await before.StopAsync();
        var rows = await _store.ReadAllAsync(CancellationToken.None);
        Assert.Equal(_events.Count, rows.Sum(row => row.NextOffset));

        var after = await JoinAsync();
        await _events.ProduceAsync(after, 1_000);

        Assert.Equal(1_000, after.Feed.Ids.Count);
        Assert.Equal(0, _sink.Duplicates);
        Assert.Equal(_events.Count, _sink.EventsWhere(_ => true));
    }

    [Fact]
    public async Task A_node_that_the_group_forgot_gets_its_partitions_back_and_counts_each_event_once()
    {
        var node = await JoinAsync();
        await _events.ProduceAsync(node, 1_000);
        var epochs = await EpochsAsync();

        _broker.FailNext(KafkaRequest.Heartbeat, ErrorCode.UnknownMemberId);
        while ((await EpochsAsync()).Zip(epochs).Any(pair => pair.First <= pair.Second))
            await _events.ProduceAsync(node, 100);
        await _events.ProduceAsync(node, 1_000);

        Assert.Equal(0, _sink.Duplicates);
        Assert.Equal(_events.Count, _sink.EventsWhere(_ => true));
    }

    [Fact]
    public async Task An_owner_that_was_fenced_lets_go_and_claims_again_as_the_group_still_says_it_is_its_own()
    {
        var node = await JoinAsync();
        await _events.ProduceAsync(node, 1_000);

        var stolen = await _store.ClaimAsync(0, CancellationToken.None);
        _events.Produce(node, 100);
        await _store.UntilAsync(rows => rows[0].Epoch > stolen.Epoch);
        await _events.ProduceAsync(node, 1_000);

        Assert.Equal(0, _sink.Duplicates);
        Assert.Equal(_events.Count, _sink.EventsWhere(_ => true));
    }

    [Fact]
    public async Task An_owner_that_was_fenced_notices_although_no_message_comes()
    {
        var node = await JoinAsync();
        await _events.ProduceAsync(node, 1_000);
        await _store.UntilAsync(rows => rows.Sum(row => row.NextOffset) == _events.Count);

        var stolen = await _store.ClaimAsync(0, CancellationToken.None);
        await _store.UntilAsync(rows => rows[0].Epoch > stolen.Epoch);

        await _events.ProduceAsync(node, 1_000);
        Assert.Equal(0, _sink.Duplicates);
        Assert.Equal(_events.Count, _sink.EventsWhere(_ => true));
    }

    [Fact]
    public async Task While_the_database_is_away_at_the_start_partitions_wait_and_afterwards_everything_is_counted()
    {
        _store.IsAway = true;
        var node = await JoinAsync();
        _events.Produce(node, 1_000);
        await _store.UntilAsync(_ => _store.RefusedClaims >= 8);
        Assert.Equal(0, node.Status.Partitions);
        Assert.Null(node.Status.Lag);

        _store.IsAway = false;
        await _events.ProduceAsync(node, 100);
    }

    [Fact]
    public async Task While_the_database_is_away_later_counting_goes_on_and_a_stop_does_not_hang()
    {
        var node = await JoinAsync();
        await _events.ProduceAsync(node, 1_000);
        _store.IsAway = true;
        await _events.ProduceAsync(node, 1_000);
        await node.StopAsync();

        _store.IsAway = false;
        var after = await JoinAsync();
        await _events.ProduceAsync(after, 1_000);

        Assert.Equal(0, _sink.Duplicates);
        Assert.Equal(_events.Count, _sink.EventsWhere(_ => true));
    }

    [Fact]
    public async Task A_state_that_can_t_be_read_is_set_aside_and_its_partition_counted_anew()
    {
        var before = await JoinAsync();
        await _events.ProduceAsync(before, 1_000);
        await before.StopAsync();
        var row = (await _store.ReadAllAsync(CancellationToken.None))[2];
        await _store.SaveAsync(row with { State = new byte[] { 1, 2, 3 } }, CancellationToken.None);

        var after = await JoinAsync();
        await _events.ProduceAsync(after, 100);

        Assert.Equal(0, _sink.Duplicates);
        Assert.Equal(_events.Count, _sink.EventsWhere(_ => true));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _broker.Dispose();
        _sink.Dispose();
    }

    private async Task<RunningIngestion> JoinAsync(params (string, string)[] settings)
    {
        var node = await RunningIngestion.JoinAsync(_broker.BootstrapServers, _store, _sink, [.. Quick, .. settings]);
        _nodes.Add(node);
        return node;
    }

    private async Task<long[]> EpochsAsync() => [.. (await _store.ReadAllAsync(CancellationToken.None)).Select(row => row.Epoch)];
}

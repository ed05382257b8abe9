using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Kafka.Embedded;
using Telemetry.TestSupport.Brokers.Groups;

namespace Telemetry.Ingestion.Tests;

/// <summary>
/// Nodes with names (Kafka:InstanceId) on the real wire, with a coordinator that knows static membership. Its clock is the test's, so
/// that a session lasts until the test says that it is over.
/// </summary>
public sealed class StaticMembershipTests : IAsyncDisposable
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6), Patience = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider _sessions = new();
    private readonly EmbeddedBroker _embedded = RunningIngestion.StartBroker(partitions: 4);
    private readonly GroupBroker _broker;
    private readonly SharedStore _store = new();
    private readonly RecordingSink _sink = new();
    private readonly List<RunningIngestion> _nodes = [];
    private readonly ProducedEvents _events;

    public StaticMembershipTests() => (_broker, _events) = (new GroupBroker(_embedded, _sessions), new ProducedEvents(_sink));

    private GroupCoordinator Group => _broker.CoordinatorOf("telemetry-live");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_named_node_that_stops_keeps_its_place_and_an_unnamed_one_leaves()
    {
        var (named, unnamed) = (await JoinAsync("node-a"), await JoinAsync(name: null));
        await ShareAsync(named, unnamed);

        await named.StopAsync();
        Assert.DoesNotContain(_broker.Requests.All, request => request is LeaveGroup);
        await unnamed.StopAsync();

        var members = _broker.Requests.All.OfType<SyncGroup>().ToLookup(sync => sync.InstanceId, sync => sync.MemberId);
        Assert.Equal(members[null].Distinct(), _broker.Requests.All.OfType<LeaveGroup>().Select(leave => leave.MemberId));
        Assert.Single(members["node-a"].Distinct());
        Assert.All(
            _broker.Requests.All.Where(request => members["node-a"].Contains(request.MemberId)),
            request => Assert.Equal("node-a", request.InstanceId));
    }

    [Theory]
    [InlineData("CooperativeSticky")]
    [InlineData("Range")]
    public async Task A_named_node_that_comes_back_within_its_session_goes_on_and_the_other_is_left_alone(string strategy)
    {
        var (first, other) = (await JoinAsync("node-a", strategy), await JoinAsync("node-b", strategy));
        await ShareAsync(first, other);
        var (generation, joins, epochs) = (Group.Generation, JoinsOf("node-b"), await EpochsAsync());

        await first.StopAsync();
        _events.Produce(other, 1_000);
        var again = await JoinAsync("node-a", strategy);
        await _events.ProduceAsync(again, 1_000);

        Assert.Equal((generation, joins), (Group.Generation, JoinsOf("node-b")));
        Assert.Equal((2, 2), (again.Status.Partitions, other.Status.Partitions));
        Assert.Equal([0, 0, 1, 1], (await EpochsAsync()).Zip(epochs, (now, before) => now - before).Order());
        Assert.Equal((0, _events.Count), (_sink.Duplicates, _sink.EventsWhere(_ => true)));
    }

    [Fact]
    public async Task The_partitions_of_a_named_node_that_does_not_come_back_go_to_the_other_when_its_session_is_over()
    {
        var (first, other) = (await JoinAsync("node-a"), await JoinAsync("node-b"));
        await ShareAsync(first, other);
        await first.StopAsync();
        _events.Produce(other, 1_000);

        for (var passed = TimeSpan.Zero; passed <= Session; passed += Session / 2)
        {
            await _broker.Requests.NextAsync(request => request is Heartbeat { InstanceId: "node-b" }, Token).WaitAsync(Patience, Token);
            _sessions.Advance(Session / 2);
        }
        await _events.ProduceAsync(other, 1_000);

        Assert.Equal(4, other.Status.Partitions);
        Assert.Equal((0, _events.Count), (_sink.Duplicates, _sink.EventsWhere(_ => true)));
    }

    [Fact]
    public async Task A_node_whose_name_another_has_taken_says_so_and_stays_away()
    {
        var (first, other) = (await JoinAsync("node-a"), await JoinAsync("node-b"));
        await ShareAsync(first, other);

        var thief = await JoinAsync("node-a");
        await first.EndedAsync();
        await _events.ProduceAsync(thief, 1_000);

        Assert.Equal((0, 2, 2), (first.Status.Partitions, thief.Status.Partitions, other.Status.Partitions));
        Assert.Equal((0, _events.Count), (_sink.Duplicates, _sink.EventsWhere(_ => true)));
        var told = Assert.Single(first.Log.Lines, line => line.Level == LogLevel.Error);
        Assert.Contains("Kafka:InstanceId 'node-a'", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(thief.Log.Lines.Concat(other.Log.Lines), line => line.Level == LogLevel.Error);
        var health = await first.HealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("Kafka:InstanceId 'node-a'", health.Description, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _broker.DisposeAsync();
        _embedded.Dispose();
        _sink.Dispose();
    }

    private async Task<RunningIngestion> JoinAsync(string? name, string strategy = "CooperativeSticky")
    {
        (string, string)[] settings =
        [
            ("Kafka:SessionTimeoutMs", $"{Session.TotalMilliseconds}"), ("Kafka:AssignmentStrategy", strategy), ("Snapshots:IntervalSeconds", "1"),
        ];
        var node = await RunningIngestion.JoinAsync(
            _broker.BootstrapServers, _store, _sink, name is null ? settings : [.. settings, ("Kafka:InstanceId", name)]);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Produces until both count half of the partitions.</summary>
    private async Task ShareAsync(RunningIngestion one, RunningIngestion another)
    {
        do
            await _events.ProduceAsync(one, 100);
        while ((one.Status.Partitions, another.Status.Partitions) != (2, 2));
    }

    private int JoinsOf(string name) => _broker.Requests.All.Count(request => request is JoinGroup && request.InstanceId == name);

    private async Task<long[]> EpochsAsync() => [.. (await _store.ReadAllAsync(CancellationToken.None)).Select(row => row.Epoch)];
}

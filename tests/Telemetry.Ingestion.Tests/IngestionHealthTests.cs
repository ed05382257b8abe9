using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Tests;

public sealed class IngestionHealthTests
{
    [Fact]
    public async Task While_the_store_is_away_a_node_says_that_its_partitions_are_not_claimed_and_is_ready_afterwards()
    {
        using var broker = RunningIngestion.StartBroker(partitions: 3);
        using var sink = new RecordingSink();
        var store = new SharedStore { IsAway = true };
        await using var node = await RunningIngestion.JoinAsync(broker.BootstrapServers, store, sink);
        Assert.Equal(HealthStatus.Unhealthy, (await node.HealthAsync()).Status);

        var waiting = await UntilAsync(node, health => health.Description!.Contains("not claimed", StringComparison.Ordinal));
        Assert.Equal((HealthStatus.Unhealthy, 3), (waiting.Status, waiting.Data["unclaimedPartitions"]));

        store.IsAway = false;
        var ready = await UntilAsync(node, health => health.Status == HealthStatus.Healthy);
        Assert.Equal((3, 0L), (ready.Data["partitions"], ready.Data["lagMessages"]));
    }

    [Fact]
    public async Task A_node_that_counts_slower_than_the_stream_is_not_ready_and_says_how_far_behind_it_is()
    {
        await using var node = await RunningIngestion.StartAsync(partitions: 1, ("Ingestion:DeltaIntervalMs", "1"));
        await UntilAsync(node, health => health.Status == HealthStatus.Healthy);
        node.Sink.Block();
        for (var i = 0; i < 500; i++)
            node.Produce("S", SampleMessages.Event($"E{i}", session: "S"));
        node.Flush();

        var behind = await UntilAsync(node, health => health.Status == HealthStatus.Unhealthy);
        Assert.InRange((long)behind.Data["lagMs"], 1_000, long.MaxValue);
        Assert.InRange((long)behind.Data["lagMessages"], 1, 500);
        Assert.Contains("behind the log", behind.Description, StringComparison.Ordinal);

        node.Sink.Release();
        await UntilAsync(node, health => health.Status == HealthStatus.Healthy && health.Data["lagMessages"] is 0L);
    }

    [Fact]
    public async Task A_member_to_whom_the_group_gives_nothing_is_ready()
    {
        using var broker = RunningIngestion.StartBroker(partitions: 1);
        using var sink = new RecordingSink();
        var store = new InMemorySnapshotStore(TimeProvider.System);
        await using var first = await RunningIngestion.JoinAsync(broker.BootstrapServers, store, sink);
        await UntilAsync(first, health => health.Status == HealthStatus.Healthy);
        await using var second = await RunningIngestion.JoinAsync(broker.BootstrapServers, store, sink);

        await UntilAsync(second, health => health.Status == HealthStatus.Healthy);
        await UntilAsync(first, health => health.Status == HealthStatus.Healthy);

        Assert.Equal(1, first.Status.Partitions + second.Status.Partitions);
    }

    /// <summary>Asks again and again, as who watches a node does: readiness is worked out when somebody asks, and nothing tells of it.</summary>
    private static async Task<HealthReportEntry> UntilAsync(RunningIngestion node, Func<HealthReportEntry, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var health = await node.HealthAsync();
            if (condition(health))
                return health;
            await Task.Delay(20, patience.Token);
        }
    }
}

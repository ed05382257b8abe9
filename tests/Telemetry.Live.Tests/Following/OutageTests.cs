using Confluent.Kafka;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Embedded;
using Telemetry.Live.Following;
using static Telemetry.Live.Tests.Following.FollowingChecks;

namespace Telemetry.Live.Tests.Following;

/// <summary>Gateways whose broker, store or owners are away or silent, and what they show meanwhile and afterwards.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task A_gateway_that_no_broker_answers_is_not_ready_until_one_does()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var (owner, gateway) = (cluster.Add(), cluster.Add());
        await gateway.FollowAsync();
        await owner.ClaimAsync(0);
        owner.Count(0, 50);
        await cluster.UntilAsync(() => gateway.Status.IsReady && IsHealthy(gateway) && HealthOf(gateway).Counted == 50);

        cluster.Broker.SetDown();
        await cluster.UntilAsync(() => !IsHealthy(gateway));
        Assert.Contains("No broker has answered for", Reason(gateway), StringComparison.Ordinal);
        Assert.Equal(50, HealthOf(gateway).Counted);

        cluster.Broker.SetUp();
        await cluster.UntilAsync(() => IsHealthy(gateway));
        Assert.Equal(1, gateway.Status.Starts);
    }

    [Fact]
    public async Task A_gateway_whose_owners_are_silent_is_ready_as_long_as_a_broker_answers()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var gateway = cluster.Add();
        await gateway.FollowAsync();
        await cluster.UntilAsync(() => gateway.Status.IsReady);
        var until = cluster.Time.GetUtcNow() + GatewayStatus.LongestSilence + TimeSpan.FromSeconds(1);

        await cluster.UntilAsync(() =>
        {
            Assert.True(IsHealthy(gateway), Reason(gateway));
            return cluster.Time.GetUtcNow() > until;
        });
    }

    [Fact]
    public async Task While_the_snapshot_store_is_away_at_the_start_a_gateway_waits_for_it()
    {
        await using var cluster = new NodeCluster();
        var owner = cluster.Add();
        await owner.ClaimAsync(0);
        owner.Count(0, 50);
        var store = new AbsentStore(cluster.Store) { IsAway = true };
        var gateway = cluster.Add(store);
        await gateway.FollowAsync();
        await cluster.UntilAsync(() => Reason(gateway).Contains("There is no database", StringComparison.Ordinal));
        Assert.False(gateway.Status.IsReady);

        store.IsAway = false;

        await cluster.UntilAsync(() => gateway.Status.IsReady && HealthOf(gateway).Counted == 50);
    }

    [Fact]
    public async Task After_the_broker_was_away_everything_is_there()
    {
        await using var cluster = new NodeCluster();
        var (owner, gateway) = (cluster.Add(), cluster.Add());
        await owner.FollowAsync();
        await gateway.FollowAsync();
        foreach (var partition in new[] { 0, 1 })
            await owner.ClaimAsync(partition);
        await CountAsync(cluster, owner, rounds: 3);
        await cluster.UntilAsync(() => gateway.Status.IsReady && owner.Status.IsReady);

        cluster.Broker.SetDown();
        await CountAsync(cluster, owner, rounds: 5);
        cluster.Broker.SetUp();

        await AssertShowAsync(cluster, owner, [owner, gateway]);
        Assert.Equal(1, gateway.Status.Starts);
    }

    [Fact]
    public async Task What_found_no_room_while_the_broker_was_away_comes_in_a_full_delta_afterwards()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        cluster.Options.ProducerQueueKbytes = 1_024;
        var (owner, gateway) = (cluster.Add(), cluster.Add());
        await owner.FollowAsync();
        await gateway.FollowAsync();
        await owner.ClaimAsync(0);
        owner.Count(0, 100);
        await cluster.UntilAsync(() => owner.Status.IsReady && gateway.Status.IsReady && Knows(gateway, 100));

        cluster.Broker.SetDown();
        for (var i = 0; i < 300; i++)
            owner.Count(0, 60);
        cluster.Broker.SetUp();

        await cluster.UntilAsync(() =>
        {
            owner.Publish(0);
            return Knows(gateway, 18_100);
        });
        await AssertShowAsync(cluster, owner, [owner, gateway]);
        Assert.Equal(1, gateway.Status.Starts);
    }

    [Fact]
    public async Task What_a_producer_held_when_it_failed_for_good_comes_in_a_full_delta_of_another()
    {
        await using var cluster = new NodeCluster();
        var (owner, gateway) = (cluster.Add(), cluster.Add());
        await owner.FollowAsync();
        await gateway.FollowAsync();
        foreach (var partition in new[] { 0, 1 })
            await owner.ClaimAsync(partition);
        await CountAsync(cluster, owner, rounds: 3);
        await AssertShowAsync(cluster, owner, [owner, gateway]);

        // What it sends is refused in a way that makes it ask for a new id, which is refused as well. The feed and the other node's
        // producer get some of the refusals.
        cluster.Broker.FailNext(KafkaRequest.Produce, Enumerable.Repeat(ErrorCode.OutOfOrderSequenceNumber, 20).ToArray());
        cluster.Broker.FailNext(KafkaRequest.InitProducerId, ErrorCode.ClusterAuthorizationFailed, ErrorCode.ClusterAuthorizationFailed);
        await CountAsync(cluster, owner, rounds: 2);
        await PublishUntilAsync(() => owner.Log.Renewals > 0);
        cluster.Broker.StopFailing(KafkaRequest.Produce);
        await PublishUntilAsync(() => Knows(gateway, cluster.Messages(0).Count));

        await AssertShowAsync(cluster, owner, [owner, gateway]);
        Assert.Equal(1, gateway.Status.Starts);
        await cluster.UntilAsync(() => owner.Log.WaitingBytes == 0);

        Task PublishUntilAsync(Func<bool> condition) => cluster.UntilAsync(() =>
        {
            owner.Publish(0);
            owner.Publish(1);
            return condition();
        });
    }

    [Fact]
    public async Task A_partition_whose_owner_is_silent_is_stale_and_keeps_its_numbers()
    {
        await using var cluster = new NodeCluster();
        var (owner, gateway) = (cluster.Add(), cluster.Add());
        await gateway.FollowAsync();
        foreach (var partition in new[] { 0, 1 })
        {
            await owner.ClaimAsync(partition);
            owner.Count(partition, 100);
        }
        await cluster.UntilAsync(() => gateway.Status.IsReady && HealthOf(gateway) is { Counted: 200, StalePartitions: 0 });

        for (var second = 0; second < 4; second++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            owner.Publish(0); // partition 1 has lost its owner
            await cluster.UntilAsync(() => !Stale(gateway, 0));
        }

        Assert.Equal((200, 1u), (HealthOf(gateway).Counted, HealthOf(gateway).StalePartitions));
        owner.Publish(1);
        await cluster.UntilAsync(() => HealthOf(gateway).StalePartitions == 0);
    }

    /// <summary>A store whose database can be away.</summary>
    private sealed class AbsentStore(ISnapshotStore inner) : ISnapshotStore
    {
        public bool IsAway { get; set; }

        public Task<PartitionSnapshot> ClaimAsync(int partition, CancellationToken cancellationToken) => inner.ClaimAsync(partition, cancellationToken);

        public Task SaveAsync(PartitionSnapshot snapshot, CancellationToken cancellationToken) => inner.SaveAsync(snapshot, cancellationToken);

        public Task CheckAsync(int partition, long epoch, CancellationToken cancellationToken) => inner.CheckAsync(partition, epoch, cancellationToken);

        public Task<IReadOnlyList<PartitionSnapshot>> ReadAllAsync(CancellationToken cancellationToken) =>
            IsAway ? throw new SnapshotStoreException("There is no database.") : inner.ReadAllAsync(cancellationToken);

        public Task SetAsideAsync(PartitionSnapshot unreadable, string reason, CancellationToken cancellationToken) =>
            inner.SetAsideAsync(unreadable, reason, cancellationToken);
    }
}

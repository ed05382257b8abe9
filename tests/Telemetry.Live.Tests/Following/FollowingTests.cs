using Confluent.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telemetry.Domain.Filtering;
using Telemetry.Grpc.Errors;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Embedded;
using Telemetry.Live.Feed;
using Telemetry.Live.Following;
using Telemetry.Live.Tests.Views;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.Following;

/// <summary>Owners and gateways that know of each other through a broker and a snapshot store alone.</summary>
public sealed class FollowingTests
{
    [Fact]
    public async Task A_gateway_that_starts_late_from_a_snapshot_shows_what_one_shows_that_was_there_from_the_start()
    {
        await using var cluster = new NodeCluster();
        var (owner, early) = (cluster.Add(), cluster.Add());
        await owner.FollowAsync();
        await early.FollowAsync();
        foreach (var partition in new[] { 0, 1 })
            await owner.ClaimAsync(partition);
        await CountAsync(cluster, owner, rounds: 8);
        await cluster.UntilAsync(() => owner.Log.SafeOffset(0, 1_000_000) > 0);
        await owner.SaveAsync(0);
        await CountAsync(cluster, owner, rounds: 4);

        var late = cluster.Add();
        await late.FollowAsync();
        await CountAsync(cluster, owner, rounds: 4);

        await AssertShowAsync(cluster, owner, [owner, early, late]);
        Assert.Equal(1, late.Status.Starts);
    }

    [Fact]
    public async Task Until_it_has_caught_up_a_gateway_says_so_instead_of_zero()
    {
        await using var cluster = new NodeCluster(withTopics: false);
        var gateway = cluster.Add();
        await gateway.FollowAsync();
        await cluster.UntilAsync(() => Reason(gateway).Contains("telemetry.aggregates does not exist", StringComparison.Ordinal));
        Assert.Throws<UnavailableException>(() => gateway.Views.Open(EventFilter.All, WindowLength.OneHour));

        cluster.CreateTopics();
        await cluster.UntilAsync(() => gateway.Status.IsReady);

        Assert.Equal((2u, 2u), (HealthOf(gateway).Partitions, HealthOf(gateway).StalePartitions));
    }

    [Fact]
    public async Task Partitions_that_are_added_to_the_topic_are_followed_from_their_beginning()
    {
        await using var cluster = new NodeCluster(partitions: 3) { Visible = 2 };
        var (owner, gateway) = (cluster.Add(), cluster.Add());
        await gateway.FollowAsync();
        await owner.ClaimAsync(0);
        owner.Count(0, 50);
        await cluster.UntilAsync(() => gateway.Status.IsReady && HealthOf(gateway) is { Counted: 50, Partitions: 2 });

        await owner.ClaimAsync(2);
        owner.Count(2, 30);
        owner.Count(2, 30);
        cluster.Visible = 3;
        cluster.Time.Advance(TimeSpan.FromSeconds(10));
        await cluster.UntilAsync(() => HealthOf(gateway) is { Counted: 110, Partitions: 3 });
        owner.Count(0, 40);
        owner.Count(2, 40);
        owner.Publish(0);

        await cluster.UntilAsync(() => HealthOf(gateway).Counted == 190);
        Assert.Equal(1, gateway.Status.Starts);
    }

    [Fact]
    public async Task A_topic_that_is_created_after_the_gateway_has_started_is_followed_from_its_beginning()
    {
        await using var cluster = new NodeCluster(withTopics: false);
        var (owner, gateway) = (cluster.Add(), cluster.Add());
        await gateway.FollowAsync();
        await cluster.UntilAsync(() => Reason(gateway).Contains("does not exist", StringComparison.Ordinal));

        await owner.ClaimAsync(0); // the embedded broker makes a topic for its first message
        owner.Count(0, 50);

        await cluster.UntilAsync(() =>
        {
            owner.Publish(0); // as an owner does each second
            return gateway.Status.IsReady && HealthOf(gateway).Counted == 50;
        });
    }

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
    public async Task What_an_owner_says_who_has_been_replaced_is_void()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var (zombie, owner, gateway) = (cluster.Add(), cluster.Add(), cluster.Add());
        await gateway.FollowAsync();
        await zombie.ClaimAsync(0);
        zombie.Count(0, 100);
        await zombie.SaveAsync(0);
        zombie.Count(0, 100);
        await cluster.UntilAsync(() => zombie.Log.SafeOffset(0, 200) > 0);

        await owner.ClaimAsync(0);
        zombie.Count(0, 100);
        owner.Count(0);
        owner.Publish(0);

        await cluster.UntilAsync(() => gateway.Status.IsReady && gateway.Views.PositionOf(0) is { Epoch: 2, ToOffset: 300 });
        Assert.Equal(300, HealthOf(gateway).Counted);
        var one = cluster.Add();
        await one.FollowAsync();
        await AssertShowAsync(cluster, gateway, [gateway, one]);
    }

    [Fact]
    public async Task When_the_log_has_lost_what_follows_the_snapshot_a_gateway_waits_for_the_next_one()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var (owner, early) = (cluster.Add(), cluster.Add());
        await early.FollowAsync();
        await owner.ClaimAsync(0);
        owner.Count(0, 100);
        await cluster.UntilAsync(() => owner.Log.SafeOffset(0, 100) > 0);
        await owner.SaveAsync(0);
        owner.Count(0, 100);
        owner.Count(0, 100);
        await cluster.UntilAsync(() => owner.Log.SafeOffset(0, 300) > 2 && Knows(early, 300));
        cluster.Broker.DeleteRecordsBefore(cluster.Options.AggregatesTopic, 0, owner.Log.SafeOffset(0, 300));
        owner.Count(0, 10);

        var late = cluster.Add();
        await late.FollowAsync();
        await cluster.UntilAsync(() => Reason(late).Contains("the log does not hold what is between", StringComparison.Ordinal));
        Assert.False(late.Status.IsReady);

        await owner.SaveAsync(0);
        await cluster.UntilAsync(() => late.Status.IsReady);
        await AssertShowAsync(cluster, early, [early, late]);
    }

    [Fact]
    public async Task When_deltas_are_missing_a_gateway_begins_anew_and_its_subscribers_keep_their_views()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var (owner, gateway) = (cluster.Add(), cluster.Add());
        await gateway.FollowAsync();
        await owner.ClaimAsync(0);
        owner.Count(0, 100);
        await cluster.UntilAsync(() => gateway.Status.IsReady && Knows(gateway, 100));
        var subscribed = gateway.Views.Open(EventFilter.All, WindowLength.OneHour);

        owner.LoseDelta(0, 50);
        owner.Count(0, 50);
        await cluster.UntilAsync(() => owner.Log.SafeOffset(0, 200) > 2);
        await owner.SaveAsync(0);

        await cluster.UntilAsync(() => gateway.Status.Starts == 2);
        await cluster.UntilAsync(() => subscribed.View.Totals.All.Events == 200);
        var reference = cluster.Add();
        await reference.FollowAsync();
        await AssertShowAsync(cluster, gateway, [gateway, reference]);
    }

    [Fact]
    public async Task A_state_that_cannot_be_read_is_made_up_for_by_the_earliest_delta()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var owner = cluster.Add();
        await owner.ClaimAsync(0);
        owner.Count(0, 100);
        await cluster.Store.SaveAsync(new PartitionSnapshot(0, 1, 100, 1, new byte[] { 1, 2, 3 }, cluster.Time.GetUtcNow()), TestContext.Current.CancellationToken);

        var gateway = cluster.Add();
        await gateway.FollowAsync();

        await cluster.UntilAsync(() => gateway.Status.IsReady && HealthOf(gateway).Counted == 100);
    }

    [Fact]
    public async Task A_partition_of_which_only_late_deltas_are_left_is_shown_from_there_on()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var owner = cluster.Add();
        await owner.ClaimAsync(0);
        owner.Count(0, 100);
        owner.Count(0, 100);
        await cluster.UntilAsync(() => owner.Log.SafeOffset(0, 200) > 2);
        cluster.Broker.DeleteRecordsBefore(cluster.Options.AggregatesTopic, 0, owner.Log.SafeOffset(0, 200));

        var gateway = cluster.Add();
        await gateway.FollowAsync();
        owner.Count(0, 50);

        await cluster.UntilAsync(() => gateway.Status.IsReady && HealthOf(gateway).Counted == 250);
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

    [Fact]
    public async Task What_an_owner_told_last_is_shown_although_the_next_owner_was_faster()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var (first, second) = (cluster.Add(), cluster.Add());
        await second.FollowAsync();
        await first.ClaimAsync(0);
        var shown = new List<string>();
        await cluster.UntilAsync(() =>
        {
            first.Count(0, 1);
            return Take(second, shown) > 0;
        });
        await cluster.UntilAsync(() => Take(second, shown) >= 0 && shown[^1] == Last(cluster));
        var before = shown.Count;

        cluster.Produce(0, 20);
        first.Count(0); // what it has to tell waits
        await first.SaveAsync(0);
        await second.ClaimAsync(0);
        second.Count(0, 10); // shown at once, as it is counted in the same process
        first.Rows.SendAll();

        await cluster.UntilAsync(() => Take(second, shown) >= 0 && shown.Count == before + 30);
        Assert.Equal(shown.Count, shown.Distinct().Count());
    }

    [Fact]
    public async Task What_kafka_did_not_take_of_the_feed_is_told_as_lost_also_when_nothing_follows()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var (owner, reader) = (cluster.Add(), cluster.Add());
        await reader.FollowAsync();
        await owner.ClaimAsync(0);
        var shown = new List<string>();
        await cluster.UntilAsync(() =>
        {
            owner.Count(0, 1);
            return Take(reader, shown) > 0;
        });
        await cluster.UntilAsync(() => Take(reader, shown) >= 0 && shown[^1] == Last(cluster));
        var before = shown.Count;

        cluster.Produce(0, 40);
        owner.Count(0);
        cluster.Broker.FailNext(KafkaRequest.Produce, ErrorCode.InvalidRecord);
        owner.Rows.SendAll();
        await cluster.UntilAsync(() => owner.Rows.Dropped == 40);

        await cluster.UntilAsync(() =>
        {
            owner.Rows.SendAll();
            return Take(reader, shown) >= 0 && reader.FeedLost > 0;
        });
        Assert.Equal((before, 40), (shown.Count, reader.FeedLost));
    }

    [Fact]
    public async Task The_feed_shows_each_event_once_on_every_node_also_when_the_next_owner_counts_it_again()
    {
        await using var cluster = new NodeCluster(partitions: 1);
        var (first, second, gateway) = (cluster.Add(), cluster.Add(), cluster.Add());
        foreach (var node in new[] { first, second, gateway })
            await node.FollowAsync();
        await first.ClaimAsync(0);
        var shown = new[] { first, second, gateway }.ToDictionary(node => node, _ => new List<string>());
        // Followers of the feed begin at its end: what comes before they do is not for them.
        await cluster.UntilAsync(() =>
        {
            first.Count(0, 1);
            return shown.Keys.All(node => Take(node, shown[node]) > 0);
        });

        first.Count(0, 150);
        await cluster.UntilAsync(() => shown.Keys.All(node => Take(node, shown[node]) > 0 && shown[node][^1] == Last(cluster)));
        await second.ClaimAsync(0); // there is no snapshot: it counts all of them again
        second.Count(0, 150);
        await cluster.UntilAsync(() => shown.Keys.All(node => Take(node, shown[node]) > 0 && shown[node][^1] == Last(cluster)));

        foreach (var ids in shown.Values)
        {
            Assert.Equal(ids.Distinct(), ids);
            Assert.Equal(300, ids.SkipWhile(id => id != IdOf(cluster, cluster.Messages(0).Count - 300)).Count());
        }
    }

    private static async Task CountAsync(NodeCluster cluster, Node owner, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            owner.Count(0, 40);
            owner.Count(1, 40);
            cluster.Time.Advance(TimeSpan.FromSeconds(7));
            await Task.Yield();
        }
        owner.Publish(0);
        owner.Publish(1);
    }

    private static async Task AssertShowAsync(NodeCluster cluster, Node reference, Node[] nodes)
    {
        await cluster.UntilAsync(() => nodes.All(node => node.Status.IsReady
            && Enumerable.Range(0, cluster.Partitions).All(partition => node.Views.PositionOf(partition)?.ToOffset == cluster.Messages(partition).Count)));
        await cluster.UntilAsync(() => nodes.All(node => Shown.Of(node.Views) == Shown.Of(reference.Views)));
        Assert.Equal(Enumerable.Range(0, cluster.Partitions).Sum(partition => cluster.Messages(partition).Count), HealthOf(reference).Counted);
    }

    private static V1.Health HealthOf(Node node) => HealthCounters.Of(Shown.ViewOf(node.Views), null);

    private static bool Knows(Node node, long offset) => node.Views.PositionOf(0)?.ToOffset == offset;

    private static bool Stale(Node node, int partition) =>
        Shown.ViewOf(node.Views) is var view && view.Partitions[partition].IsStale(view.NowMs);

    private static bool IsHealthy(Node node) => node.Status.CheckHealthAsync(null!, CancellationToken.None).Result.Status == HealthStatus.Healthy;

    private static string Reason(Node node) => node.Status.CheckHealthAsync(null!, CancellationToken.None).Result.Description ?? "";

    private static int Take(Node node, List<string> ids)
    {
        var batches = new List<FeedBatch>();
        node.FeedLost += node.Feed.Close(batches);
        foreach (var batch in batches)
            ids.AddRange(V1.EventBatch.Parser.ParseFrom(batch.Bytes).Events.Select(e => e.EventId));
        return ids.Count;
    }

    private static string Last(NodeCluster cluster) => IdOf(cluster, cluster.Messages(0).Count - 1);

    private static string IdOf(NodeCluster cluster, int offset) =>
        System.Text.Json.JsonDocument.Parse(cluster.Messages(0)[offset].Value).RootElement.GetProperty("event_id").GetString()!;

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

using Telemetry.Domain.Filtering;
using Telemetry.Grpc.Errors;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Live.Views;
using static Telemetry.Live.Tests.Following.FollowingChecks;

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
}

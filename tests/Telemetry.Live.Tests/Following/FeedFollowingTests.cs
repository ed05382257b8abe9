using Confluent.Kafka;
using Telemetry.Kafka.Embedded;
using static Telemetry.Live.Tests.Following.FollowingChecks;

namespace Telemetry.Live.Tests.Following;

/// <summary>The event feed between nodes: each event once, and what is lost is told.</summary>
public sealed class FeedFollowingTests
{
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
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telemetry.Live.Feed;
using Telemetry.Live.Tests.Views;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.Following;

/// <summary>What the tests of this folder ask of nodes.</summary>
internal static class FollowingChecks
{
    internal static async Task CountAsync(NodeCluster cluster, Node owner, int rounds)
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

    internal static async Task AssertShowAsync(NodeCluster cluster, Node reference, Node[] nodes)
    {
        await cluster.UntilAsync(() => nodes.All(node => node.Status.IsReady
            && Enumerable.Range(0, cluster.Partitions).All(partition => node.Views.PositionOf(partition)?.ToOffset == cluster.Messages(partition).Count)));
        await cluster.UntilAsync(() => nodes.All(node => Shown.Of(node.Views) == Shown.Of(reference.Views)));
        Assert.Equal(Enumerable.Range(0, cluster.Partitions).Sum(partition => cluster.Messages(partition).Count), HealthOf(reference).Counted);
    }

    internal static V1.Health HealthOf(Node node) => HealthCounters.Of(Shown.ViewOf(node.Views), null);

    internal static bool Knows(Node node, long offset) => node.Views.PositionOf(0)?.ToOffset == offset;

    internal static bool Stale(Node node, int partition) =>
        Shown.ViewOf(node.Views) is var view && view.Partitions[partition].IsStale(view.NowMs);

    internal static bool IsHealthy(Node node) => node.Status.CheckHealthAsync(null!, CancellationToken.None).Result.Status == HealthStatus.Healthy;

    internal static string Reason(Node node) => node.Status.CheckHealthAsync(null!, CancellationToken.None).Result.Description ?? "";

    internal static int Take(Node node, List<string> ids)
    {
        var batches = new List<FeedBatch>();
        node.FeedLost += node.Feed.Close(batches);
        foreach (var batch in batches)
            ids.AddRange(V1.EventBatch.Parser.ParseFrom(batch.Bytes).Events.Select(e => e.EventId));
        return ids.Count;
    }

    internal static string Last(NodeCluster cluster) => IdOf(cluster, cluster.Messages(0).Count - 1);

    internal static string IdOf(NodeCluster cluster, int offset) =>
        System.Text.Json.JsonDocument.Parse(cluster.Messages(0)[offset].Value).RootElement.GetProperty("event_id").GetString()!;
}

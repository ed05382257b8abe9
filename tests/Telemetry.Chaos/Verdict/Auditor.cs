using Grpc.Core;
using Grpc.Net.Client;
using Telemetry.Chaos.Cluster;
using Telemetry.Chaos.Faults;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;
using Telemetry.Simulator.Ledgers;
using Telemetry.TestSupport.Nodes;
using Telemetry.V1;
using static System.FormattableString;

namespace Telemetry.Chaos.Verdict;

/// <summary>Waits until the gateways stand still, and compares what each of them shows with the ledger.</summary>
internal sealed class Auditor(ChaosCluster cluster, RunLog log, TimeProvider clock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(15);

    /// <summary>Compares every gateway, once it has counted as many messages as the log holds or goes no further.</summary>
    public async Task<IReadOnlyList<GatewayVerdict>> CompareAsync(CancellationToken cancellationToken)
    {
        var logged = cluster.MessagesInLog();
        var verdicts = new List<GatewayVerdict>();
        foreach (var node in cluster.Nodes)
        {
            using var channel = GrpcChannel.ForAddress(node.Grpc);
            var client = new LiveService.LiveServiceClient(channel);
            var shown = await UntilCountedAsync(client, logged, cancellationToken);
            verdicts.Add(await CompareAsync(node, client, shown, logged, cancellationToken));
        }

        return verdicts;
    }

    private static long Handled(Health health) => health.Counted + health.Late + health.Duplicate + health.Invalid;

    private async Task<DashboardUpdate> UntilCountedAsync(LiveService.LiveServiceClient client, long logged, CancellationToken cancellationToken)
    {
        var (handled, since) = (-1L, log.Now);
        while (true)
        {
            var shown = await ShownAsync(client, new Filter(), cancellationToken);
            if (Handled(shown.Health) == logged && shown.Health.StalePartitions == 0) return shown;
            if (Handled(shown.Health) != handled) (handled, since) = (Handled(shown.Health), log.Now);
            else if (log.Now - since > Standstill) return shown;
            await Task.Delay(Poll, clock, cancellationToken);
        }
    }

    private async Task<GatewayVerdict> CompareAsync(
        LiveNode node, LiveService.LiveServiceClient client, DashboardUpdate shown, long logged, CancellationToken cancellationToken)
    {
        var ledger = cluster.Traffic.Ledger.Report();
        var differences = Differences(shown, ledger, logged).ToList();
        foreach (var device in Enum.GetValues<DeviceType>().Select(device => device.Name()))
        {
            var narrowed = await ShownAsync(client, new Filter { DeviceTypes = { device } }, cancellationToken);
            if (narrowed.Metrics.Events != ledger.EventsByDevice.GetValueOrDefault(device))
                differences.Add(Invariant($"filtered by {device} it shows {narrowed.Metrics.Events} events; the ledger has {ledger.EventsByDevice.GetValueOrDefault(device)}."));
            differences.AddRange(ViewerDifferences(narrowed, new EventFilter { DeviceTypes = [device] }, $"filtered by {device} "));
        }

        log.Say(Invariant($"{node.Name} shows {shown.Metrics.Events} events, {shown.Viewers.ActiveSessions} active sessions, {shown.Viewers.ActiveViewers} viewers"));
        return GatewayVerdict.Of(node.Name, Counts.Of(ledger), Counts.Of(shown), differences);
    }

    private IEnumerable<string> Differences(DashboardUpdate shown, LedgerReport ledger, long logged)
    {
        var health = shown.Health;
        if (health.StalePartitions > 0) yield return Invariant($"{health.StalePartitions} partitions are stale.");
        if (health.Counted != ledger.Events) yield return Invariant($"health says {health.Counted} counted; the ledger has {ledger.Events}.");
        if (Handled(health) != logged) yield return Invariant($"health accounts for {Handled(health)} messages; the log holds {logged}.");
        // A message that was sent again after its acknowledgement was lost lies in the log twice: all kinds may then be more.
        var again = logged - ledger.Messages;
        foreach (var (name, count, sent) in new[]
        {
            ("late", health.Late, ledger.Late), ("duplicates", health.Duplicate, ledger.Duplicates), ("invalid", health.Invalid, ledger.Malformed),
        })
        {
            if (count < sent || count > sent + again) yield return Invariant($"health says {count} {name}; {sent} were sent, and {again} messages are in the log twice.");
        }

        foreach (var difference in ViewerDifferences(shown, EventFilter.All, "")) yield return difference;
    }

    private IEnumerable<string> ViewerDifferences(DashboardUpdate shown, EventFilter filter, string which)
    {
        var (viewers, sessions) = cluster.Traffic.Ledger.ActiveAt(DateTimeOffset.FromUnixTimeMilliseconds(shown.AtUnixMs), filter);
        if (shown.Viewers.ActiveSessions != sessions) yield return Invariant($"{which}it shows {shown.Viewers.ActiveSessions} active sessions; the ledger has {sessions}.");
        if (shown.Viewers.ActiveViewers != viewers) yield return Invariant($"{which}it shows {shown.Viewers.ActiveViewers} active viewers; the ledger has {viewers}.");
    }

    private static async Task<DashboardUpdate> ShownAsync(LiveService.LiveServiceClient client, Filter filter, CancellationToken cancellationToken) =>
        await client.GetSnapshotAsync(
            new GetSnapshotRequest { Window = Window._1Hour, Filter = filter },
            new CallOptions(cancellationToken: cancellationToken).WithWaitForReady());
}

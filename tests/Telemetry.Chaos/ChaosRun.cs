using Telemetry.Chaos.Cluster;
using Telemetry.Chaos.Faults;
using Telemetry.Chaos.Verdict;
using Telemetry.Chaos.Watching;
using Telemetry.TestSupport.Processes;
using static System.FormattableString;

namespace Telemetry.Chaos;

/// <summary>
/// Leads a run: starts everything, makes the planned faults, lets everything recover, stops the producer and compares every gateway with
/// the ledger; then ends all nodes and compares again what they know from their snapshots.
/// </summary>
internal sealed class ChaosRun(ChaosOptions options, TimeProvider clock, TextWriter output)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(120);
    private const int MostFailuresTold = 40;
    // Gateways show a partition as stale after three seconds; the other two are for a machine that runs all of this at once.
    private static readonly TimeSpan LongestUntouched = TimeSpan.FromSeconds(5);
    private readonly RunLog _log = new(output, clock);

    /// <summary>Runs to the last line.</summary>
    /// <returns>The exit code: 0 when every gateway shows what the ledger holds and every node behaved.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var logs = Directory.CreateDirectory(options.Logs ?? Path.Combine(Path.GetTempPath(), $"telemetry-chaos-{Guid.NewGuid():n}")).FullName;
        await output.WriteLineAsync(Invariant($"seed {options.Seed}: {options.Nodes} nodes, {options.Partitions} partitions, {options.Rate} messages/s, ")
            + Invariant($"{options.Length.TotalMinutes:0.#} min of faults; logs in {logs}"));
        var passed = false;
        try
        {
            passed = await RunAsync(logs, cancellationToken);
            return passed ? 0 : 1;
        }
        catch (RunFailedException exception)
        {
            await output.WriteLineAsync(exception.Message);
            return 1;
        }
        finally
        {
            if (passed && options.Logs is null) Directory.Delete(logs, recursive: true);
        }
    }

    private async Task<bool> RunAsync(string logs, CancellationToken cancellationToken)
    {
        await using var cluster = await WithinAsync(
            StartLimit, "Not everything was up", token => ChaosCluster.StartAsync(options, logs, _log, clock, token), cancellationToken);
        var faults = new FaultMaker(cluster, _log, clock);
        var auditor = new Auditor(cluster, _log, clock);
        _log.Say("everything is up");

        var begun = _log.Now;
        await faults.RunAsync(FaultPlan.Draw(options), cancellationToken);
        var ended = _log.Now;
        _log.Say("no more faults");
        await RecoverAsync(cluster, cancellationToken);

        await WithinAsync(RecoveryLimit, "The producer did not get rid of its messages", _ => Stopped(cluster), cancellationToken);
        _log.Say(Invariant($"the producer has stopped; {cluster.Traffic.Acknowledged} messages were acknowledged, {cluster.Traffic.Resent} of them after a second attempt"));
        var verdicts = await auditor.CompareAsync(cancellationToken);

        _log.Say("every node ends and starts again");
        await Task.WhenAll(cluster.Nodes.Select(node => faults.EndAsync(node, cancellationToken)));
        foreach (var node in cluster.Nodes) node.Start();
        await RecoverAsync(cluster, cancellationToken);
        var verdictsFromSnapshots = await auditor.CompareAsync(cancellationToken);

        await cluster.Watcher.StopAsync();
        var continuity = new Continuity(cluster.Watcher, faults, begun, ended, options.SessionTimeout);
        return await ReportAsync(cluster, faults, continuity, [.. verdicts, .. verdictsFromSnapshots]);
    }

    private async Task<bool> ReportAsync(ChaosCluster cluster, FaultMaker faults, Continuity continuity, IReadOnlyList<GatewayVerdict> verdicts)
    {
        List<string> failures = [.. faults.Failures, .. verdicts.SelectMany(verdict => verdict.Differences).Distinct()];
        if (continuity.NeverHeardOf > 0) failures.Add(Invariant($"{continuity.NeverHeardOf} partitions never had a delta."));
        if (continuity.LongestUntouched.Length > LongestUntouched)
            failures.Add(Invariant($"A partition that kept its owner was silent during a fail-over for {continuity.LongestUntouched}; at most {LongestUntouched.TotalSeconds:0} s are allowed."));
        _log.Say($"{continuity.Untouched} times a partition kept its owner through a fail-over; longest silence of one meanwhile: {continuity.LongestUntouched}");
        _log.Say($"longest time without an owner: {continuity.LongestUnowned}; after the loss of one node alone: {continuity.LongestFailOver}");
        _log.Say(Invariant($"{cluster.Watcher.Messages} deltas, {cluster.Watcher.Bytes / 1e6:0.0} MB; {continuity.Fenced} of them from owners that were replaced"));
        foreach (var failure in failures.Take(MostFailuresTold)) await output.WriteLineAsync($"FAILED: {failure}");
        if (failures.Count > MostFailuresTold) await output.WriteLineAsync(Invariant($"FAILED: and {failures.Count - MostFailuresTold} more differences."));
        var (lost, duplicated) = (verdicts.Max(verdict => verdict.Lost), verdicts.Max(verdict => verdict.Duplicated));
        await output.WriteLineAsync(Invariant($"CHAOS kills={faults.Kills} pauses={faults.Pauses} rebalances={continuity.Rebalances} lost={lost} ")
            + Invariant($"duplicated={duplicated} max_unowned_s={continuity.LongestUnowned.Length.TotalSeconds:0.0}"));
        return failures.Count == 0;
    }

    private async Task RecoverAsync(ChaosCluster cluster, CancellationToken cancellationToken)
    {
        foreach (var node in cluster.Nodes)
        {
            await WithinAsync(
                RecoveryLimit,
                $"{node.Name} was not ready",
                async token =>
                {
                    await node.UntilReadyAsync(token);
                    return true;
                },
                cancellationToken);
        }

        _log.Say("every node is ready");
    }

    private static async Task<bool> Stopped(ChaosCluster cluster)
    {
        await cluster.Traffic.StopAsync();
        return true;
    }

    private async Task<T> WithinAsync<T>(TimeSpan limit, string trouble, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(limit);
        try
        {
            return await work(end.Token).WaitAsync(end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RunFailedException(Invariant($"{trouble} within {limit.TotalSeconds:0} s."));
        }
    }
}

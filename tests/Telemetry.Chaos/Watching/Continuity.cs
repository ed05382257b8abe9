using Telemetry.Chaos.Faults;

namespace Telemetry.Chaos.Watching;

/// <summary>
/// How long partitions had nobody. The time that the broker or the database was away is not counted: nobody can be heard of, or claim, then.
/// </summary>
internal sealed class Continuity
{
    // A node that is hit right after a fail-over loses its partitions at most this much later.
    private static readonly TimeSpan NextFailOver = TimeSpan.FromSeconds(15);
    // What clients may need to be connected again.
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SameRebalance = TimeSpan.FromSeconds(3);
    private readonly FaultTimes _faults;

    public Continuity(DeltaWatcher watcher, FaultMaker faults, TimeSpan begun, TimeSpan ended, TimeSpan sessionTimeout)
    {
        _faults = new FaultTimes(faults.Intervals);
        foreach (var (partition, timeline) in watcher.Partitions.Index())
        {
            if (timeline.Epoch == 0) NeverHeardOf++;
            Fenced += timeline.Fenced;
            foreach (var (from, to) in timeline.Silences.Where(silence => silence.From >= begun && silence.To <= ended))
            {
                var silence = new Silence(partition, from, _faults.WithoutOutages(from, to)) { Faults = [.. _faults.Meeting(from, to)] };
                LongestUnowned = Longer(LongestUnowned, silence);
                if (silence.Faults is [var fault] && FaultTimes.TakesNode(fault)) LongestFailOver = Longer(LongestFailOver, silence);
            }

            foreach (var (from, to) in FailOvers(faults, sessionTimeout).Where(window => window.To <= ended && timeline.KeptOwner(window.From, window.To + NextFailOver)))
            {
                Untouched++;
                var (at, length) = timeline.LongestSilence(from, to);
                LongestUntouched = Longer(LongestUntouched, new Silence(partition, at, length));
            }
        }

        var last = -SameRebalance;
        foreach (var claim in watcher.Partitions.SelectMany(partition => partition.Claims.Skip(1)).Order())
        {
            if (claim - last > SameRebalance) Rebalances++;
            last = claim;
        }
    }

    /// <summary>Longest time in which a partition's owner was not heard of.</summary>
    public Silence LongestUnowned { get; } = Silence.None;

    /// <summary>The same where one node was taken away and nothing else happened: what a fail-over takes by itself.</summary>
    public Silence LongestFailOver { get; } = Silence.None;

    /// <summary>Longest silence, during fail-overs, of a partition whose owner stayed.</summary>
    public Silence LongestUntouched { get; } = Silence.None;

    /// <summary>Fail-overs × partitions whose owner stayed.</summary>
    public int Untouched { get; }

    /// <summary>Times that partitions changed their owners; those within seconds of one another are one.</summary>
    public int Rebalances { get; }

    /// <summary>Partitions without any delta.</summary>
    public int NeverHeardOf { get; }

    /// <summary>Deltas of owners that were replaced.</summary>
    public long Fenced { get; }

    private static Silence Longer(Silence one, Silence other) => other.Length > one.Length ? other : one;

    /// <summary>
    /// From each loss of a node until the group has noticed, unless the broker was away meanwhile, or the database, without which nobody
    /// claims what the node has lost.
    /// </summary>
    private IEnumerable<(TimeSpan From, TimeSpan To)> FailOvers(FaultMaker faults, TimeSpan sessionTimeout) => faults.Intervals
        .Where(interval => FaultTimes.TakesNode(interval.Kind))
        .Select(interval => (interval.From, To: interval.To + sessionTimeout))
        .Where(window => faults.Intervals.Where(interval => interval.Kind is FaultKind.BrokerDown or FaultKind.DatabaseDown)
            .All(outage => window.To < outage.From || window.From > outage.To + Reconnect));
}

/// <summary>A stretch of time without a delta of a partition.</summary>
internal sealed record Silence(int Partition, TimeSpan At, TimeSpan Length)
{
    public static readonly Silence None = new(-1, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>What happened meanwhile.</summary>
    public IReadOnlyList<FaultKind> Faults { get; init; } = [];

    public override string ToString() =>
        FormattableString.Invariant($"{Length.TotalSeconds:0.0} s (partition {Partition}, from {At.TotalSeconds:0.0} s on{string.Concat(Faults.Select(fault => $", {fault}"))})");
}

using Telemetry.Chaos.Faults;

namespace Telemetry.Chaos.Watching;

/// <summary>How long partitions had nobody. The time that the broker was away is not counted: nobody can be heard of then.</summary>
internal sealed class Continuity
{
    // A node that is hit right after a fail-over loses its partitions at most this much later.
    private static readonly TimeSpan NextFailOver = TimeSpan.FromSeconds(15);
    // What clients may need to be connected again.
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SameRebalance = TimeSpan.FromSeconds(3);
    private readonly List<(TimeSpan From, TimeSpan To)> _outages;

    public Continuity(DeltaWatcher watcher, FaultMaker faults, TimeSpan begun, TimeSpan ended, TimeSpan sessionTimeout)
    {
        _outages = [.. faults.Intervals.Where(interval => interval.Kind == FaultKind.BrokerDown).Select(interval => (interval.From, interval.To))];
        foreach (var (partition, timeline) in watcher.Partitions.Index())
        {
            if (timeline.Epoch == 0) NeverHeardOf++;
            Fenced += timeline.Fenced;
            foreach (var (from, to) in timeline.Silences.Where(silence => silence.From >= begun && silence.To <= ended))
                LongestUnowned = Longer(LongestUnowned, new Silence(partition, from, to - from - OutageBetween(from, to)));
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
    public Silence LongestUnowned { get; }

    /// <summary>Longest silence, during fail-overs, of a partition whose owner stayed.</summary>
    public Silence LongestUntouched { get; }

    /// <summary>Fail-overs × partitions whose owner stayed.</summary>
    public int Untouched { get; }

    /// <summary>Times that partitions changed their owners; those within seconds of one another are one.</summary>
    public int Rebalances { get; }

    /// <summary>Partitions without any delta.</summary>
    public int NeverHeardOf { get; }

    /// <summary>Deltas of owners that were replaced.</summary>
    public long Fenced { get; }

    private static Silence Longer(Silence one, Silence other) => other.Length > one.Length ? other : one;

    private TimeSpan OutageBetween(TimeSpan from, TimeSpan to) => _outages.Aggregate(
        TimeSpan.Zero, (sum, outage) => sum + Max(TimeSpan.Zero, Min(to, outage.To) - Max(from, outage.From)));

    /// <summary>
    /// From each loss of a node until the group has noticed, unless the broker was away meanwhile, or the database, without which nobody
    /// claims what the node has lost.
    /// </summary>
    private IEnumerable<(TimeSpan From, TimeSpan To)> FailOvers(FaultMaker faults, TimeSpan sessionTimeout) => faults.Intervals
        .Where(interval => interval.Kind is FaultKind.Kill or FaultKind.Pause or FaultKind.Terminate)
        .Select(interval => (interval.From, To: interval.To + sessionTimeout))
        .Where(window => faults.Intervals.Where(interval => interval.Kind is FaultKind.BrokerDown or FaultKind.DatabaseDown)
            .All(outage => window.To < outage.From || window.From > outage.To + Reconnect));

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>A stretch of time without a delta of a partition.</summary>
internal readonly record struct Silence(int Partition, TimeSpan At, TimeSpan Length)
{
    public override string ToString() => FormattableString.Invariant($"{Length.TotalSeconds:0.0} s (partition {Partition}, from {At.TotalSeconds:0.0} s on)");
}

using Telemetry.Chaos.Faults;

namespace Telemetry.Chaos.Watching;

/// <summary>How long partitions had nobody, as far as nodes are to blame: the time around an absence of the broker is left out.</summary>
internal sealed class Continuity
{
    // After the broker came back, clients reconnect and the group may have to form anew.
    private static readonly TimeSpan BrokerRecovery = TimeSpan.FromSeconds(5);
    // A node that is hit right after a fail-over loses its partitions at most this much later.
    private static readonly TimeSpan NextFailOver = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SameRebalance = TimeSpan.FromSeconds(3);

    public Continuity(DeltaWatcher watcher, FaultMaker faults, TimeSpan begun, TimeSpan ended, TimeSpan sessionTimeout)
    {
        var outages = faults.Intervals.Where(interval => interval.Kind is FaultKind.BrokerDown or FaultKind.SlowBroker)
            .Select(interval => (interval.From, To: interval.To + BrokerRecovery)).ToList();
        bool Undisturbed(TimeSpan from, TimeSpan to) => outages.All(outage => to < outage.From || from > outage.To);

        LongestUnowned = watcher.Partitions.SelectMany(partition => partition.Silences)
            .Where(silence => silence.From >= begun && silence.To <= ended && Undisturbed(silence.From, silence.To))
            .Select(silence => silence.To - silence.From).DefaultIfEmpty().Max();
        NeverHeardOf = watcher.Partitions.Count(partition => partition.Epoch == 0);

        var last = -SameRebalance;
        foreach (var change in watcher.Partitions.SelectMany(partition => partition.Changes).Order())
        {
            if (change - last > SameRebalance) Rebalances++;
            last = change;
        }

        foreach (var (from, to) in faults.Intervals.Where(interval => interval.Kind is FaultKind.Kill or FaultKind.Pause or FaultKind.Terminate)
            .Select(interval => (interval.From, To: interval.To + sessionTimeout)).Where(window => window.To <= ended && Undisturbed(window.From, window.To)))
        {
            foreach (var partition in watcher.Partitions.Where(partition => partition.KeptOwner(from, to + NextFailOver)))
            {
                Untouched++;
                if (partition.LongestSilence(from, to) is var silence && silence > LongestUntouchedSilence) LongestUntouchedSilence = silence;
            }
        }

        Fenced = watcher.Partitions.Sum(partition => partition.Fenced);
    }

    /// <summary>Longest time in which a partition's owner was not heard of.</summary>
    public TimeSpan LongestUnowned { get; }

    /// <summary>Longest silence, during fail-overs, of a partition whose owner stayed.</summary>
    public TimeSpan LongestUntouchedSilence { get; }

    /// <summary>Fail-overs × partitions whose owner stayed.</summary>
    public int Untouched { get; }

    /// <summary>Times that partitions changed their owners; those within seconds of one another are one.</summary>
    public int Rebalances { get; }

    /// <summary>Partitions without any delta.</summary>
    public int NeverHeardOf { get; }

    /// <summary>Deltas of owners that were replaced.</summary>
    public long Fenced { get; }
}

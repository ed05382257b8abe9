using Telemetry.Chaos.Faults;

namespace Telemetry.Chaos.Watching;

/// <summary>When faults began and ended, to judge a silence by.</summary>
internal sealed class FaultTimes(IReadOnlyList<(TimeSpan From, TimeSpan To, FaultKind Kind)> faults)
{
    /// <summary>Whether a node is taken away.</summary>
    public static bool TakesNode(FaultKind kind) => kind is FaultKind.Kill or FaultKind.Pause or FaultKind.Terminate;

    /// <summary>The faults of which a part lies in a stretch of time.</summary>
    public IEnumerable<FaultKind> Meeting(TimeSpan from, TimeSpan to) => faults.Where(fault => fault.From <= to && fault.To >= from).Select(fault => fault.Kind);

    /// <summary>What of a stretch of time was neither the broker's absence, when nobody is heard, nor the database's, when nobody can claim.</summary>
    public TimeSpan WithoutOutages(TimeSpan from, TimeSpan to)
    {
        var (left, at) = (TimeSpan.Zero, from);
        foreach (var outage in faults.Where(fault => fault.Kind is FaultKind.BrokerDown or FaultKind.DatabaseDown).OrderBy(fault => fault.From))
        {
            if (outage.To <= at || outage.From >= to) continue;
            if (outage.From > at) left += outage.From - at;
            at = outage.To;
        }

        return at < to ? left + to - at : left;
    }
}

using Telemetry.Ingestion;
using Telemetry.V1;

namespace Telemetry.Live.Views;

/// <summary>The state of the data as the message of the contract.</summary>
internal static class HealthCounters
{
    public static Health Of(LiveView view, IngestionStatus? ingestion)
    {
        var health = new Health { Overflowed = view.Overflowed, Partitions = (uint)view.Partitions.Count };
        if (ingestion is not null)
            health.PausedPartitions = (uint)ingestion.PausedPartitions;
        if (ingestion?.Lag is { } lag)
            health.LagMessages = lag;
        var reasons = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var partition in view.Partitions.Values)
        {
            var counters = partition.Counters;
            health.Counted += counters.Counted;
            health.Late += counters.Late;
            health.Duplicate += counters.Duplicates;
            health.Overflowed += counters.Overflowed;
            health.NewestEventUnixMs = Math.Max(health.NewestEventUnixMs, counters.NewestEventMs);
            if (partition.IsStale(view.NowMs))
                health.StalePartitions++;
            foreach (var (reason, count) in counters.InvalidByReason)
                reasons[reason] = reasons.GetValueOrDefault(reason) + count;
        }
        foreach (var (reason, count) in reasons)
        {
            health.Invalid += count;
            health.InvalidByReason.Add(new ReasonCount { Reason = reason, Count = count });
        }
        return health;
    }
}

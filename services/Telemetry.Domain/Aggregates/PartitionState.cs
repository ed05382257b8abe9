using Telemetry.Domain.Presence;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Windows;

namespace Telemetry.Domain.Aggregates;

/// <summary>
/// Everything that a partition's state consists of, at <paramref name="NextOffset"/>: what a snapshot holds and what a gateway
/// starts from. The panes are the aggregate's own or a reader's own; they are not copied.
/// </summary>
/// <param name="Partition">Partition of the events topic.</param>
/// <param name="NextOffset">Offset of the first message that the state does not hold.</param>
/// <param name="ClockMs">The partition's clock: newest arrival, Unix ms.</param>
/// <param name="Fine">5-s panes, ascending. Those that may still change are not in <paramref name="Minutes"/> and <paramref name="Hours"/> yet.</param>
/// <param name="Minutes">Minute panes, ascending.</param>
/// <param name="Hours">Hour panes, ascending.</param>
/// <param name="Presence">Sessions × cells of the last minute.</param>
/// <param name="SeenIds">Ids remembered against duplicates, with their event time (Unix ms).</param>
/// <param name="Counters">The partition's totals.</param>
public sealed record PartitionState(
    int Partition,
    long NextOffset,
    long ClockMs,
    IReadOnlyList<Pane> Fine,
    IReadOnlyList<Pane> Minutes,
    IReadOnlyList<Pane> Hours,
    IReadOnlyList<PresenceEntry> Presence,
    IReadOnlyList<SeenId> SeenIds,
    PartitionCounters Counters)
{
    /// <summary>How long each session has watched, for those of the last minutes.</summary>
    public IReadOnlyList<WatchedSession> Watched { get; init; } = [];

    /// <summary>The tenants that have a place.</summary>
    public IReadOnlyList<TenantPlace> Tenants { get; init; } = [];

    /// <summary>
    /// Up to where deltas have told what the state holds; further back than its end when it was captured while they were held back.
    /// The next owner's first delta begins there. Null means the end.
    /// </summary>
    public PartitionPosition? Told { get; init; }

    /// <summary>The state of a partition of which nothing was read.</summary>
    public static PartitionState Empty(int partition) => new(partition, 0, 0, [], [], [], [], [], PartitionCounters.None);
}

/// <summary>An event id seen within the lateness horizon.</summary>
/// <param name="Id">Hash of the id.</param>
/// <param name="TimeMs">Event time, Unix ms.</param>
public readonly record struct SeenId(UInt128 Id, long TimeMs);

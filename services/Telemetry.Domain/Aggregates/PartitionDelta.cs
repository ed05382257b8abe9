using Telemetry.Domain.Cubes;
using Telemetry.Domain.Presence;
using Telemetry.Domain.Titles;
using Telemetry.Domain.Windows;

namespace Telemetry.Domain.Aggregates;

/// <summary>
/// What changed in a partition between two offsets. Every part carries the full new value of what changed, so applying
/// a delta twice, or one that overlaps another, does no harm. Deltas of a lower epoch than one seen are to be dropped.
/// </summary>
/// <param name="Partition">Partition of the events topic.</param>
/// <param name="Epoch">Grows each time the partition gets a new owner.</param>
/// <param name="FromOffset">First offset that the delta covers.</param>
/// <param name="ToOffset">Offset after the last one that it covers.</param>
/// <param name="ClockMs">The partition's clock: newest arrival, Unix ms.</param>
/// <param name="Panes">The 5-s panes that changed.</param>
/// <param name="Presence">Sessions in cells whose latest event changed.</param>
/// <param name="Counters">Totals of the partition since its state began.</param>
public sealed record PartitionDelta(
    int Partition,
    long Epoch,
    long FromOffset,
    long ToOffset,
    long ClockMs,
    IReadOnlyList<PaneDelta> Panes,
    IReadOnlyList<PresenceEntry> Presence,
    PartitionCounters Counters)
{
    /// <summary>The partition's clock at <see cref="FromOffset"/>, Unix ms.</summary>
    public long FromClockMs { get; init; }

    /// <summary>
    /// Whether the delta carries every cell, title and sketch of each pane that was open at <see cref="FromClockMs"/>, and all who
    /// watch: who has the partition up to <see cref="FromOffset"/> by deltas of any epoch needs nothing else. The first of an
    /// epoch always does.
    /// </summary>
    public bool IsFull { get; init; }
}

/// <summary>What changed in one 5-s pane.</summary>
/// <param name="Index">Index of the pane.</param>
/// <param name="Cells">Changed cells with their full new values.</param>
/// <param name="Titles">All heavy hitters of the pane; null when this delta leaves them out: they stay as they were.</param>
/// <param name="Sketches">All sketches of the pane, by id of the tenant; null together with <paramref name="Titles"/>.</param>
public sealed record PaneDelta(
    long Index,
    KeyValuePair<CellKey, CellValue>[] Cells,
    FrequentItems? Titles,
    IReadOnlyDictionary<int, TenantSketches>? Sketches);

/// <summary>Totals of a partition. Immutable.</summary>
public sealed record PartitionCounters
{
    public static readonly PartitionCounters None = new();

    /// <summary>Distinct valid events in time.</summary>
    public long Counted { get; init; }

    /// <summary>Valid events that came more than the allowed lateness after their time.</summary>
    public long Late { get; init; }

    /// <summary>Events whose id was seen before within the lateness horizon.</summary>
    public long Duplicates { get; init; }

    /// <summary>Messages that went to the dead-letter topic, by reason.</summary>
    public IReadOnlyDictionary<string, long> InvalidByReason { get; init; } = new Dictionary<string, long>();

    /// <summary>Events that were counted under "other", or sessions left out, because a cap was reached.</summary>
    public long Overflowed { get; init; }

    /// <summary>Newest event time counted, Unix ms; 0 before the first.</summary>
    public long NewestEventMs { get; init; }
}

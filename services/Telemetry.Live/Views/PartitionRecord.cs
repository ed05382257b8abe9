using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Titles;
using Telemetry.Domain.Windows;

namespace Telemetry.Live.Views;

/// <summary>
/// What one partition has contributed to the panes that may still change: the last value of each cell, so that a delta,
/// which carries full values, is applied as the difference. Not thread-safe.
/// </summary>
internal sealed class PartitionRecord
{
    private readonly Dictionary<long, Contribution> _open = [];
    private readonly Stack<Cube> _spareCubes = new();

    /// <summary>Epoch of the owner whose deltas count; lower ones are void.</summary>
    public long Epoch { get; set; }

    /// <summary>Whether the owner is gone: the numbers stand still.</summary>
    public bool Stale { get; set; }

    /// <summary>Whether a delta of <see cref="Epoch"/> has come.</summary>
    public bool Heard { get; set; }

    /// <summary>The offset after the last that was applied.</summary>
    public long ToOffset { get; set; }

    public PartitionCounters Counters { get; set; } = PartitionCounters.None;

    /// <summary>Panes before it are complete: whatever a re-run says of them has been counted.</summary>
    public long FirstOpen { get; private set; } = long.MinValue;

    /// <summary>Contributions to panes that may still change, by index of the pane.</summary>
    public IReadOnlyDictionary<long, Contribution> Open => _open;

    /// <summary>The contribution to a pane for changing.</summary>
    public Contribution this[long pane]
    {
        get
        {
            if (!_open.TryGetValue(pane, out var contribution))
                _open.Add(pane, contribution = new Contribution(_spareCubes.TryPop(out var cube) ? cube : new Cube()));
            return contribution;
        }
    }

    /// <summary>Lets go of the panes that no event may enter any more at the partition's clock (Unix ms).</summary>
    public void Close(long clockMs)
    {
        var firstOpen = PaneTime.PaneOf(clockMs - PaneTime.AllowedLatenessMs);
        if (firstOpen <= FirstOpen)
            return;
        FirstOpen = firstOpen;
        foreach (var pane in _open.Keys)
        {
            if (pane < firstOpen)
                Drop(pane);
        }
    }

    /// <summary>Forgets all contributions to open panes.</summary>
    public void Clear()
    {
        foreach (var pane in _open.Keys)
            Drop(pane);
    }

    private void Drop(long pane)
    {
        if (!_open.Remove(pane, out var contribution))
            return;
        contribution.Cells.Clear();
        _spareCubes.Push(contribution.Cells);
    }
}

/// <summary>What a partition contributed to a pane so far.</summary>
internal sealed class Contribution(Cube cells)
{
    private static readonly FrequentItems NoTitles = new(2);
    private static readonly Dictionary<int, TenantSketches> NoSketches = [];

    public Cube Cells => cells;

    /// <summary>The delta's own summary, which nobody changes any more.</summary>
    public FrequentItems Titles { get; set; } = NoTitles;

    /// <inheritdoc cref="Titles"/>
    public IReadOnlyDictionary<int, TenantSketches> Sketches { get; set; } = NoSketches;

    /// <summary>Offset up to which <see cref="Titles"/> and <see cref="Sketches"/> are known.</summary>
    public long ToOffset { get; set; } = -1;

    /// <summary>Forgets titles and sketches.</summary>
    public void ClearSummaries() => (Titles, Sketches) = (NoTitles, NoSketches);
}

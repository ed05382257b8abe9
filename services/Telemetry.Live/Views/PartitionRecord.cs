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

    /// <summary>How long an owner may be silent before it counts as gone, ms. It says something each second.</summary>
    public const int SilenceMs = 3_000;

    private ViewPosition _position = new(0, 0, IsHeard: false);
    private long _heardMs = long.MinValue / 2;

    /// <summary>How far the numbers are; may be read by any thread.</summary>
    public ViewPosition Position
    {
        get => Volatile.Read(ref _position);
        set => Volatile.Write(ref _position, value);
    }

    /// <summary>Whether the owner is gone at a time (Unix ms): the numbers stand still.</summary>
    public bool IsStale(long nowMs) => nowMs - _heardMs > SilenceMs;

    /// <summary>The owner was heard of at a time (Unix ms).</summary>
    public void Heard(long nowMs) => _heardMs = nowMs;

    /// <summary>The owner is known to be gone.</summary>
    public void Stopped() => _heardMs = long.MinValue / 2;

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
        var firstOpen = PaneTime.FirstOpenAt(clockMs);
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

/// <summary>How far a view is with a partition.</summary>
/// <param name="Epoch">Epoch of the owner whose deltas count; lower ones are void.</param>
/// <param name="ToOffset">The offset after the last message that is in the numbers.</param>
/// <param name="IsHeard">Whether anything of <paramref name="Epoch"/> is in the numbers.</param>
internal sealed record ViewPosition(long Epoch, long ToOffset, bool IsHeard)
{
    /// <summary>Whether a delta of these coordinates may say something new: only then it has to be read.</summary>
    public bool MayGainFrom(long epoch, long fromOffset, long toOffset, bool isFull) =>
        epoch > Epoch || (epoch == Epoch && (!IsHeard || isFull || toOffset > ToOffset || (toOffset == ToOffset && fromOffset == toOffset)));
}

/// <summary>What a partition contributed to a pane so far.</summary>
internal sealed class Contribution(Cube cells)
{
    private static readonly FrequentItems NoTitles = new(2);
    private static readonly Dictionary<int, TenantSketches> NoSketches = [];
    private HashSet<ulong>? _folded;

    public Cube Cells => cells;

    /// <summary>Pairs of tenant and place whose cells count under the place "other"; null while there are none. See <see cref="PlaceLimit"/>.</summary>
    public ref HashSet<ulong>? Folded => ref _folded;

    /// <summary>The delta's own summary, which nobody changes any more.</summary>
    public FrequentItems Titles { get; set; } = NoTitles;

    /// <inheritdoc cref="Titles"/>
    public IReadOnlyDictionary<int, TenantSketches> Sketches { get; set; } = NoSketches;

    /// <summary>Offset up to which <see cref="Titles"/> and <see cref="Sketches"/> are known.</summary>
    public long ToOffset { get; set; } = -1;

    /// <summary>Forgets titles and sketches.</summary>
    public void ClearSummaries() => (Titles, Sketches) = (NoTitles, NoSketches);
}

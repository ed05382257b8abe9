using System.Runtime.CompilerServices;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Events;

namespace Telemetry.Domain.Windows;

/// <summary>
/// The panes of a partition: 5-s panes for 5 minutes, minute panes for an hour, hour panes for a day. An event enters
/// its 5-s pane only; when no event may enter a pane any more it is added to its minute, and that to its hour.
/// </summary>
public sealed class PaneHistory(PaneLimits limits)
{
    /// <summary>Past 5-s panes that are kept.</summary>
    public const int FinePanes = 60;

    private const int Minutes = 60, Hours = 24;
    private const int Ring = 128; // 60 past panes, 12 of allowed lateness, 12 of allowed skew; a power of two for a cheap index
    private readonly Pane?[] _fine = new Pane?[Ring];
    private readonly SortedDictionary<long, Pane> _minutes = [];
    private readonly SortedDictionary<long, Pane> _hours = [];
    private readonly List<Pane> _departed = []; // left the ring with changes that nobody has taken yet
    private long _firstOpen; // panes before it take no event any more and are in their minute

    /// <summary>5-s panes that hold anything, in order.</summary>
    public IEnumerable<Pane> Fine => _fine.OfType<Pane>().OrderBy(pane => pane.Index);

    /// <summary>Minute panes that hold anything, in order; the 5-s panes that still take events are not in them yet.</summary>
    public IEnumerable<Pane> MinutePanes => _minutes.Values;

    /// <summary>Hour panes that hold anything, in order.</summary>
    public IEnumerable<Pane> HourPanes => _hours.Values;

    /// <summary>Counts an event in the pane of its time, which <see cref="AdvanceTo"/> has left open; false when a cap was reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Count(in TelemetryEvent e, long watchedMs)
    {
        var index = PaneTime.PaneOf(e.TimestampMs);
        var pane = _fine[index & (Ring - 1)];
        if (pane is null || pane.Index != index)
            _fine[index & (Ring - 1)] = pane = new Pane(index, limits);
        return pane.Count(e, watchedMs);
    }

    /// <summary>Moves the clock: closes panes that no event may enter any more, drops what is too old.</summary>
    public void AdvanceTo(long clockMs)
    {
        var firstOpen = PaneTime.FirstOpenAt(clockMs);
        if (firstOpen <= _firstOpen)
            return;
        foreach (var pane in _fine)
        {
            if (pane is not null && pane.Index >= _firstOpen && pane.Index < firstOpen)
                RollUp(pane);
        }
        _firstOpen = firstOpen;
        DropOld(PaneTime.PaneOf(clockMs));
    }

    /// <summary>Whether a pane's titles or sketches changed since <see cref="TakeChanges"/> last included them.</summary>
    public bool HasNewSummaries => _departed.Concat(_fine.OfType<Pane>()).Any(pane => pane.HasNewSummaries);

    /// <summary>
    /// The 5-s panes that changed since the last call; with copies of titles and sketches if asked for, and of those that take no
    /// event any more in any case: it is the last time that readers listen to them.
    /// </summary>
    public List<PaneDelta> TakeChanges(bool withSummaries)
    {
        var deltas = new List<PaneDelta>();
        foreach (var pane in _fine)
        {
            if (pane is null)
                continue;
            var withItsSummaries = withSummaries || pane.Index < _firstOpen;
            if (pane.HasChanges || (withItsSummaries && pane.HasNewSummaries))
                deltas.Add(pane.TakeChanges(withItsSummaries));
        }
        foreach (var pane in _departed)
            deltas.Add(pane.TakeChanges(withSummaries: true));
        _departed.Clear();
        return deltas;
    }

    /// <summary>
    /// Makes an empty history one that holds copies of these panes at a clock. The 5-s panes that still take events count as
    /// changed, the others don't.
    /// </summary>
    public void Restore(IEnumerable<Pane> fine, IEnumerable<Pane> minutes, IEnumerable<Pane> hours, long clockMs)
    {
        _firstOpen = Math.Max(0, PaneTime.FirstOpenAt(clockMs));
        foreach (var pane in fine)
        {
            var copy = Copy(pane);
            if (pane.Index >= _firstOpen)
                copy.MarkChanged();
            _fine[pane.Index & (Ring - 1)] = copy;
        }
        foreach (var pane in minutes)
            _minutes.Add(pane.Index, Copy(pane));
        foreach (var pane in hours)
            _hours.Add(pane.Index, Copy(pane));
    }

    private Pane Copy(Pane pane)
    {
        var copy = new Pane(pane.Index, limits);
        copy.Add(pane);
        copy.ClearChanges();
        return copy;
    }

    /// <summary>Makes the 5-s panes from an index on count as changed in all that they hold.</summary>
    public void MarkChanged(long firstPane)
    {
        foreach (var pane in _fine)
        {
            if (pane?.Index >= firstPane)
                pane.MarkChanged();
        }
    }

    private void RollUp(Pane pane)
    {
        var minute = PaneTime.MinuteOf(pane.Index);
        AddTo(Coarse(_minutes, minute), pane);
        AddTo(Coarse(_hours, PaneTime.HourOf(minute)), pane);
    }

    /// <summary>Deltas tell of 5-s panes alone, so nobody takes a coarse pane's changes.</summary>
    private static void AddTo(Pane coarse, Pane pane)
    {
        coarse.Add(pane);
        coarse.ClearChanges();
    }

    private Pane Coarse(SortedDictionary<long, Pane> panes, long index)
    {
        if (!panes.TryGetValue(index, out var pane))
            panes.Add(index, pane = new Pane(index, limits));
        return pane;
    }

    private void DropOld(long now)
    {
        for (var i = 0; i < Ring; i++)
        {
            if (_fine[i] is not { } pane || pane.Index >= now - FinePanes)
                continue;
            if (pane.HasChanges || pane.HasNewSummaries)
                _departed.Add(pane);
            _fine[i] = null;
        }
        DropBefore(_minutes, PaneTime.MinuteOf(now) - Minutes);
        DropBefore(_hours, PaneTime.HourOf(PaneTime.MinuteOf(now)) - Hours);
    }

    private static void DropBefore(SortedDictionary<long, Pane> panes, long oldest)
    {
        while (panes.Count > 0 && panes.First().Key < oldest)
            panes.Remove(panes.First().Key);
    }
}

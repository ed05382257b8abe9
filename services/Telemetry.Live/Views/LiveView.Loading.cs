using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Windows;

namespace Telemetry.Live.Views;

internal sealed partial class LiveView
{
    /// <summary>Begins a partition with a state that was saved under an epoch; deltas from the state's offset on continue it.</summary>
    /// <exception cref="InvalidOperationException">The partition has begun already: what it counted can't be told apart any more.</exception>
    internal void Load(long epoch, PartitionState state)
    {
        var record = RecordOf(state.Partition);
        if (record.Position.IsHeard)
            throw new InvalidOperationException($"Partition {state.Partition} is at {record.Position}; a state can only be loaded into a view that knows nothing of it.");
        var firstOpen = PaneTime.FirstOpenAt(state.ClockMs);
        foreach (var pane in state.Fine)
        {
            var isOpen = pane.Index >= firstOpen;
            FindTargets(pane.Index, coarse: isOpen);
            if (!isOpen)
            {
                Add(pane);
                continue;
            }
            var contribution = record[pane.Index];
            Add(pane, ref contribution.Folded);
            Remember(contribution, pane, state.NextOffset);
        }
        foreach (var pane in state.Minutes)
        {
            FindMinute(pane.Index);
            Add(pane);
        }
        foreach (var pane in state.Hours)
        {
            FindHour(pane.Index);
            Add(pane);
        }
        record.Close(state.ClockMs);
        foreach (var entry in state.Presence)
            See(entry);
        record.Counters = state.Counters;
        record.Position = new ViewPosition(epoch, state.NextOffset, IsHeard: true);
    }

    /// <summary>
    /// Takes a partition as complete up to where a delta begins, although deltas before it are missing and no state can be read that
    /// would replace them. What they counted in panes that are complete by now stays missing.
    /// </summary>
    internal void BeginAt(PartitionDelta delta) =>
        RecordOf(delta.Partition).Position = new ViewPosition(delta.Epoch, delta.FromOffset, IsHeard: true);

    private static void Remember(Contribution contribution, Pane pane, long toOffset)
    {
        for (var i = 0; i < pane.Cells.Count; i++)
            contribution.Cells.Change(pane.Cells.Keys[i]) = pane.Cells.Values[i];
        (contribution.Titles, contribution.Sketches, contribution.ToOffset) = (pane.Titles, pane.Sketches, toOffset);
    }

    private void Add(Pane pane)
    {
        HashSet<ulong>? folded = null; // nobody takes it out again
        Add(pane, ref folded);
    }

    private void Add(Pane pane, ref HashSet<ulong>? folded)
    {
        for (var i = 0; i < pane.Cells.Count; i++)
            Add(pane.Cells.Keys[i], pane.Cells.Values[i], ref folded);
        foreach (var (title, count) in pane.Titles.LowerBounds)
            AddTitle(title, count);
        AddTitleError(pane.Titles.Error);
        foreach (var (tenant, sketches) in pane.Sketches)
            AddStartup(tenant, null, sketches.StartupMs);
    }

    /// <summary>
    /// What a difference in a 5-s pane has to be added to: its panes of each length and the windows that cover it. A complete
    /// pane of a state is in the state's coarse panes already (<paramref name="coarse"/> is false). An hour pane holds cells
    /// alone, as no window is made of hours.
    /// </summary>
    private void FindTargets(long index, bool coarse = true)
    {
        BeginTargets(PaneTime.HourOf(PaneTime.MinuteOf(index)), PaneTime.StartOf(index));
        _firstFine = Math.Min(_firstFine, index);
        AddTarget(_fine.Find(index));
        AddWindow(WindowLength.OneMinute, index);
        AddWindow(WindowLength.FiveMinutes, index);
        if (!coarse)
            return;
        var minute = PaneTime.MinuteOf(index);
        AddMinute(minute);
        _hourTarget = _hours.Find(PaneTime.HourOf(minute));
    }

    private void FindMinute(long minute)
    {
        BeginTargets(PaneTime.HourOf(minute), PaneTime.StartOf(minute * PaneTime.PanesPerMinute));
        AddMinute(minute);
    }

    private void FindHour(long hour)
    {
        BeginTargets(hour, PaneTime.StartOf(hour * PaneTime.MinutesPerHour * PaneTime.PanesPerMinute));
        _hourTarget = _hours.Find(hour);
    }

    private void BeginTargets(long hour, long startMs)
    {
        _targetHour = hour;
        FirstCountedMs = Math.Min(FirstCountedMs, startMs);
        _targets.Clear();
        _hourTarget = null;
        Version++;
    }

    private void AddMinute(long minute)
    {
        _firstMinute = Math.Min(_firstMinute, minute);
        AddTarget(_minutes.Find(minute));
        AddWindow(WindowLength.OneHour, minute);
    }

    private void AddTarget(Tally? tally)
    {
        if (tally is not null)
            _targets.Add(tally);
    }

    private void AddWindow(WindowLength length, long index)
    {
        if (_windows[(int)length].Covers(index))
            _targets.Add(_windows[(int)length].Total);
        else if (_windowsBefore[(int)length].Covers(index))
            _targets.Add(_windowsBefore[(int)length].Total);
    }
}

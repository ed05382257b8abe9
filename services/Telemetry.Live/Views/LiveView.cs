using System.Collections.Concurrent;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Presence;
using Telemetry.Domain.Sketches;
using Telemetry.Domain.Titles;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.Live.Audience;

namespace Telemetry.Live.Views;

/// <summary>What became of a delta.</summary>
internal enum DeltaOutcome
{
    Applied,

    /// <summary>Its owner has been replaced.</summary>
    Void,

    /// <summary>It continues from an offset that the view has not reached: deltas before it are missing.</summary>
    Gap,
}

/// <summary>
/// All partitions as one: panes of 5 s, a minute and an hour, the three sliding windows and those before them, and who
/// is watching. It is made from states that it begins with and deltas, which may come twice or overlap. Time only moves by <see cref="AdvanceTo"/>.
/// Not thread-safe: one loop owns it; only <see cref="PositionOf"/> is for any thread.
/// </summary>
internal sealed partial class LiveView
{
    private const int FinePanes = 120, Minutes = 120, Hours = 24; // the longest window of each length, twice
    private const int FineAhead = 24, MinutesAhead = 2, HoursAhead = 1; // twice the skew that a message may have
    private const long SweepEveryMs = 5_000;
    private readonly PlaceLimit _places;
    private readonly ConcurrentDictionary<int, PartitionRecord> _partitions = [];
    private readonly PaneLine _fine = new(FinePanes, FineAhead);
    private readonly PaneLine _minutes = new(Minutes, MinutesAhead);
    private readonly PaneLine _hours = new(Hours, HoursAhead);
    private readonly RollingWindow[] _windows = [new(12), new(60), new(60)];
    private readonly RollingWindow[] _windowsBefore = [new(12, behind: 12), new(60, behind: 60), new(60, behind: 60)];
    private readonly List<ViewerCounts> _viewers = [];
    private readonly LivePresence _presence;
    private readonly List<Tally> _targets = [];
    private Tally? _hourTarget;
    private long _targetHour;
    private long _nextSweepMs, _firstFine = long.MaxValue, _firstMinute = long.MaxValue;

    /// <param name="vocabularies">The texts behind the ids in the deltas.</param>
    /// <param name="limits">Caps.</param>
    /// <param name="nowMs">The present, Unix ms.</param>
    public LiveView(Vocabularies vocabularies, LiveViewLimits limits, long nowMs)
    {
        Vocabularies = vocabularies;
        _places = new PlaceLimit(limits.TenantPlaces);
        _presence = new LivePresence(limits.Presence);
        AdvanceTo(nowMs);
    }

    /// <summary>The present, Unix ms.</summary>
    public long NowMs { get; private set; }

    /// <summary>Grows whenever a pane or a window changed.</summary>
    public long Version { get; private set; }

    /// <summary>Start of the earliest pane of any length that something was counted in, Unix ms; the largest number before that.</summary>
    internal long FirstCountedMs { get; private set; } = long.MaxValue;

    internal Vocabularies Vocabularies { get; }

    internal PaneLine Fine => _fine;

    internal PaneLine MinutePanes => _minutes;

    internal PaneLine HourPanes => _hours;

    internal IReadOnlyDictionary<int, PartitionRecord> Partitions => _partitions;

    /// <summary>What did not fit and was counted under "other" or left out of the viewers.</summary>
    internal long Overflowed => _places.Folded + _presence.Overflowed;

    /// <summary>Differences that counted under the place "other" because too many pairs of tenant and place are in use.</summary>
    internal long FoldedPlaces => _places.Folded;

    internal Tally WindowOf(WindowLength length) => _windows[(int)length].Total;

    /// <summary>
    /// The window that ended where the present one begins; null until something was counted before its own beginning. A state
    /// that the view begins with holds no more than one window of each length, so after a restart that takes another one.
    /// </summary>
    internal Tally? WindowBefore(WindowLength length)
    {
        var isKnown = length switch
        {
            WindowLength.OneMinute => _firstFine <= _fine.Current - 23,
            WindowLength.FiveMinutes => _firstFine <= _fine.Current - 119,
            _ => _firstMinute <= _minutes.Current - 119,
        };
        return isKnown ? _windowsBefore[(int)length].Total : null;
    }

    /// <summary>
    /// How much of the present window was counted, ms: its whole length once something was counted in or before its first pane,
    /// else the time since the first pane that was.
    /// </summary>
    internal long CountedMs(WindowLength length)
    {
        var (first, current, panes, paneMs) = length switch
        {
            WindowLength.OneMinute => (_firstFine, _fine.Current, 12, PaneTime.PaneMs),
            WindowLength.FiveMinutes => (_firstFine, _fine.Current, 60, PaneTime.PaneMs),
            _ => (_firstMinute, _minutes.Current, 60, PaneTime.PaneMs * PaneTime.PanesPerMinute),
        };
        return first <= current - (panes - 1) ? (long)panes * paneMs
            : first > current ? 0
            : NowMs - (first * paneMs);
    }

    /// <summary>The partition has an owner of this epoch; deltas of lower epochs are void from now on.</summary>
    public void Start(int partition, long epoch)
    {
        var record = RecordOf(partition);
        var position = record.Position;
        if (epoch < position.Epoch)
            return;
        record.Heard(NowMs);
        if (epoch > position.Epoch)
            record.Position = position with { Epoch = epoch, IsHeard = false };
    }

    /// <summary>The partition's owner is gone; its numbers stand still.</summary>
    public void Stop(int partition) => RecordOf(partition).Stopped();

    /// <summary>A partition exists, whether or not anything is known of it.</summary>
    internal void Expect(int partition) => RecordOf(partition);

    /// <summary>How far the view is with a partition.</summary>
    internal ViewPosition? PositionOf(int partition) => _partitions.GetValueOrDefault(partition)?.Position;

    /// <summary>
    /// Takes a delta. The first one of a higher epoch replaces what the partition contributed to the panes that may still
    /// change, so it has to be a full one; complete panes stay as they are.
    /// </summary>
    internal DeltaOutcome Apply(PartitionDelta delta)
    {
        var record = RecordOf(delta.Partition);
        var position = record.Position;
        if (delta.Epoch < position.Epoch)
            return DeltaOutcome.Void;
        var isFirst = delta.Epoch > position.Epoch || !position.IsHeard;
        if (delta.FromOffset > position.ToOffset || (isFirst && !delta.IsFull))
            return DeltaOutcome.Gap;
        record.Heard(NowMs);
        if (isFirst)
            Restart(record, delta.Epoch);
        foreach (var pane in delta.Panes)
        {
            if (pane.Index >= record.FirstOpen)
                Apply(record[pane.Index], pane, delta.ToOffset);
        }
        record.Close(delta.ClockMs);
        foreach (var entry in delta.Presence)
            See(entry);
        if (delta.ToOffset < record.Position.ToOffset)
            return DeltaOutcome.Applied;
        record.Position = record.Position with { ToOffset = delta.ToOffset };
        record.Counters = delta.Counters;
        return DeltaOutcome.Applied;
    }

    /// <summary>Moves the present (Unix ms): panes leave the windows, viewers time out. Never moves back.</summary>
    public void AdvanceTo(long nowMs)
    {
        if (nowMs <= NowMs)
            return;
        NowMs = nowMs;
        var fine = PaneTime.PaneOf(nowMs);
        if (fine > _fine.Current)
            MoveTo(fine);
        foreach (var viewers in _viewers)
            viewers.AdvanceTo(nowMs);
        if (nowMs >= _nextSweepMs)
            Sweep();
    }

    /// <summary>Counts viewers under another filter, beginning with who is watching now.</summary>
    internal ViewerCounts AddViewers(CellMatcher matcher)
    {
        var viewers = new ViewerCounts(matcher);
        viewers.AdvanceTo(NowMs);
        _presence.CopyTo(viewers);
        viewers.AdvanceTo(NowMs);
        _viewers.Add(viewers);
        return viewers;
    }

    internal void RemoveViewers(ViewerCounts viewers) => _viewers.Remove(viewers);

    private PartitionRecord RecordOf(int partition)
    {
        if (!_partitions.TryGetValue(partition, out var record))
            _partitions[partition] = record = new PartitionRecord();
        return record;
    }

    private void Restart(PartitionRecord record, long epoch)
    {
        foreach (var (index, contribution) in record.Open)
        {
            FindTargets(index);
            for (var i = 0; i < contribution.Cells.Count; i++)
            {
                CellValue negative = default;
                negative.Subtract(contribution.Cells.Values[i]);
                Add(contribution.Cells.Keys[i], negative, ref contribution.Folded);
            }
            foreach (var (title, count) in contribution.Titles.LowerBounds)
                AddTitle(title, -count);
            AddTitleError(-contribution.Titles.Error);
            foreach (var (tenant, sketches) in contribution.Sketches)
                AddStartup(tenant, sketches.StartupMs, null);
        }
        record.Clear();
        record.Position = new ViewPosition(epoch, 0, IsHeard: true);
    }

    private void Apply(Contribution contribution, PaneDelta pane, long toOffset)
    {
        FindTargets(pane.Index);
        foreach (var (key, value) in pane.Cells)
        {
            var known = contribution.Cells[key];
            // Counts only grow within an epoch: a cell with no more events than known comes from an older delta.
            if (value.Events <= known.Events)
                continue;
            var difference = value;
            difference.Subtract(known);
            contribution.Cells.Change(key) = value;
            Add(key, difference, ref contribution.Folded);
        }
        if (pane.Titles is null || pane.Sketches is null || toOffset <= contribution.ToOffset)
            return; // left out of this delta, or older than what is known
        contribution.ToOffset = toOffset;
        ReplaceTitles(contribution.Titles, pane.Titles);
        foreach (var (tenant, sketches) in pane.Sketches)
            AddStartup(tenant, contribution.Sketches.GetValueOrDefault(tenant)?.StartupMs, sketches.StartupMs);
        (contribution.Titles, contribution.Sketches) = (pane.Titles, pane.Sketches);
    }

    private void Add(CellKey key, in CellValue difference, ref HashSet<ulong>? folded)
    {
        key = _places.Fold(key, _targetHour, ref folded);
        foreach (var target in _targets)
            target.Cells.Change(key).Add(difference);
        _hourTarget?.Cells.Change(key).Add(difference);
    }

    private void ReplaceTitles(FrequentItems known, FrequentItems titles)
    {
        foreach (var (title, count) in titles.LowerBounds)
        {
            var difference = count - known.LowerBounds.GetValueOrDefault(title);
            if (difference != 0)
                AddTitle(title, difference);
        }
        foreach (var (title, count) in known.LowerBounds)
        {
            if (!titles.LowerBounds.ContainsKey(title))
                AddTitle(title, -count);
        }
        AddTitleError(titles.Error - known.Error);
    }

    private void AddTitle(long title, long difference)
    {
        foreach (var target in _targets)
            target.Titles.Add(title, difference);
    }

    private void AddTitleError(long difference)
    {
        foreach (var target in _targets)
            target.Titles.AddError(difference);
    }

    private void AddStartup(int tenant, QuantileSketch? known, QuantileSketch? sketch)
    {
        if (known?.Count == sketch?.Count)
            return; // a sketch only grows within an epoch
        foreach (var target in _targets)
        {
            var total = target.StartupOf(tenant);
            if (known is not null)
                total.Subtract(known);
            if (sketch is not null)
                total.Add(sketch);
        }
    }

    private void See(in PresenceEntry entry)
    {
        if (entry.LastMs <= NowMs - (long)PresenceTable.Horizon.TotalMilliseconds || !_presence.See(entry))
            return;
        foreach (var viewers in _viewers)
            viewers.See(entry);
    }

    private void MoveTo(long fine)
    {
        var minute = PaneTime.MinuteOf(fine);
        foreach (var windows in (ReadOnlySpan<RollingWindow[]>)[_windows, _windowsBefore])
        {
            windows[(int)WindowLength.OneMinute].AdvanceTo(fine, _fine);
            windows[(int)WindowLength.FiveMinutes].AdvanceTo(fine, _fine);
            if (minute > _minutes.Current)
                windows[(int)WindowLength.OneHour].AdvanceTo(minute, _minutes);
        }
        _fine.AdvanceTo(fine);
        _minutes.AdvanceTo(minute);
        var hour = PaneTime.HourOf(minute);
        if (hour > _hours.Current)
            _places.Forget(hour - Hours);
        _hours.AdvanceTo(hour);
        Version++;
    }

    private void Sweep()
    {
        _nextSweepMs = NowMs + SweepEveryMs;
        _presence.Expire(NowMs - (long)PresenceTable.Horizon.TotalMilliseconds);
        foreach (var viewers in _viewers)
            viewers.Sweep();
    }
}

/// <summary>Caps that bound the memory of a <see cref="LiveView"/>.</summary>
public sealed record LiveViewLimits
{
    /// <summary>What a node uses.</summary>
    public static readonly LiveViewLimits Default = new();

    /// <summary>Pairs of tenant and place with cells of their own. Default: 8,192.</summary>
    public int TenantPlaces { get; init; } = 8_192;

    /// <summary>Sessions × cells of the last minute. Default: 2,000,000.</summary>
    public int Presence { get; init; } = 2_000_000;
}

using Telemetry.Domain.Cubes;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Windows;
using Telemetry.Live.Audience;

namespace Telemetry.Live.Views;

/// <summary>
/// The numbers of one filter and window: what subscribers with the same wish share. <see cref="Refresh"/> brings it up to the
/// state of the <see cref="LiveView"/>. Not thread-safe: the loop that owns the live view owns it too.
/// </summary>
internal sealed class FilteredView(LiveView live, CellMatcher matcher, WindowLength window, ViewerCounts viewers)
{
    private const int TopTitles = 10;
    private const long SummariesEveryMs = 1_000;
    private readonly List<(long Title, long Events)> _topTitles = [];
    private long _liveVersion = -1, _summariesVersion = -1, _summariesMs = long.MinValue / 2;
    private long _currentPane, _eventsOfCurrent, _eventsBefore;

    public LiveView Live => live;

    public CellMatcher Matcher => matcher;

    public WindowLength Window => window;

    public ViewerCounts Viewers => viewers;

    public WindowTotals Totals { get; } = new();

    /// <summary>
    /// Events of the last 5 s divided by 5: of the current pane, and of the one before as large a part as the current one
    /// has still ahead of it.
    /// </summary>
    public double EventsPerSecond { get; private set; }

    /// <summary>
    /// The titles with most events, most first, with upper bounds; and by how much each may exceed the true count. Of the
    /// tenants that pass the filter, like <see cref="Startup"/>; brought up to date once a second.
    /// </summary>
    public IReadOnlyList<(long Title, long Events)> TitlesByEvents => _topTitles;

    public long TitleError { get; private set; }

    /// <summary>Start-up times of the window, of the tenants that pass the filter.</summary>
    public StartupTimes Startup { get; private set; }

    /// <summary>One window earlier; null until it has been counted from its beginning. Brought up to date once a second.</summary>
    public EarlierTotals? Before { get; private set; }

    /// <summary>How much of the window was counted, ms. Brought up to date once a second.</summary>
    public long CountedMs { get; private set; }

    /// <summary>Counts what passes the filter now; false when nothing can have changed.</summary>
    public bool Refresh()
    {
        var changed = _liveVersion != live.Version;
        if (changed)
        {
            _liveVersion = live.Version;
            Totals.Recount(live.WindowOf(window).Cells, matcher);
            _currentPane = live.Fine.Current;
            (_eventsOfCurrent, _eventsBefore) = (EventsOf(_currentPane), EventsOf(_currentPane - 1));
        }
        if (_summariesVersion != live.Version && live.NowMs - _summariesMs >= SummariesEveryMs)
        {
            (_summariesVersion, _summariesMs) = (live.Version, live.NowMs);
            FindTopTitles();
            Startup = StartupTimes.Of(live.WindowOf(window).Startup, matcher);
            Before = live.WindowBefore(window) is { } before ? EarlierTotals.Of(before, matcher) : null;
            CountedMs = live.CountedMs(window);
            changed = true;
        }
        var perSecond = CountPerSecond();
        changed |= perSecond != EventsPerSecond;
        EventsPerSecond = perSecond;
        return changed;
    }

    private double CountPerSecond()
    {
        var ahead = 1 - ((live.NowMs - PaneTime.StartOf(_currentPane)) / (double)PaneTime.PaneMs);
        return (_eventsOfCurrent + (_eventsBefore * ahead)) * 1_000 / PaneTime.PaneMs;
    }

    private long EventsOf(long pane) => live.Fine.Panes.TryGetValue(pane, out var tally) ? EventsIn(tally.Cells) : 0;

    private long EventsIn(Cube cube)
    {
        var events = 0L;
        for (var i = 0; i < cube.Count; i++)
        {
            if (matcher.Matches(cube.Keys[i]))
                events += cube.Values[i].Events;
        }
        return events;
    }

    private void FindTopTitles()
    {
        var titles = live.WindowOf(window).Titles;
        TitleError = titles.Error;
        _topTitles.Clear();
        foreach (var (title, count) in titles.Counts)
        {
            if (_topTitles.Count == TopTitles && count + titles.Error <= _topTitles[^1].Events)
                continue;
            if (!matcher.MatchesTenant((int)(title >> 32)))
                continue;
            if (_topTitles.Count == TopTitles)
                _topTitles.RemoveAt(TopTitles - 1);
            var at = _topTitles.FindIndex(other => other.Events < count + titles.Error);
            _topTitles.Insert(at < 0 ? _topTitles.Count : at, (title, count + titles.Error));
        }
    }
}

using Telemetry.Domain.Filtering;
using Telemetry.Live.Rendering;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.Views;

/// <summary>All that a view shows, as text with names instead of ids: equal for equal numbers, whatever process counted them.</summary>
internal static class Shown
{
    public static string Of(LiveView view)
    {
        var lines = new List<string>();
        foreach (var filter in new[] { EventFilter.All, new EventFilter { Countries = ["Germany"], DeviceTypes = ["tv", "web"] } })
        {
            var matcher = new CellMatcher(filter, view.Vocabularies);
            var viewers = view.AddViewers(matcher);
            for (var window = WindowLength.OneMinute; window <= WindowLength.OneHour; window++)
                Add(lines, $"{filter.Canonical.Trim('\u001e')} {window}", new FilteredView(view, matcher, window, viewers));
            view.RemoveViewers(viewers);
        }
        lines.AddRange(view.HourPanes.Panes.Select(pane => $"hour {pane.Key}: {Sum(pane.Value)}").Where(line => !line.EndsWith(": 0", StringComparison.Ordinal)));
        var health = HealthCounters.Of(view, null);
        (health.StalePartitions, health.Partitions) = (0, 0);
        lines.Add($"health {health}");
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>Of what subscribers see now.</summary>
    public static string Of(LiveViews views) => Of(ViewOf(views));

    /// <summary>What subscribers see now.</summary>
    public static LiveView ViewOf(LiveViews views)
    {
        var shared = views.Open(EventFilter.All, WindowLength.OneHour);
        try
        {
            return shared.View.Live;
        }
        finally
        {
            views.Close(shared);
        }
    }

    private static void Add(List<string> lines, string name, FilteredView view)
    {
        view.Refresh();
        var metrics = Messages.MetricsOf(view);
        lines.AddRange(metrics.TopTitles.Select(title => $"{name} {title}"));
        metrics.TopTitles.Clear();
        metrics.Before = null; // told once it was counted from its beginning: a view that began later knows it later
        lines.Add($"{name} {metrics}");
        lines.Add($"{name} {Messages.ViewersOf(view)} {Messages.QualityOf(view)}");
        foreach (var device in Messages.DevicesOf(view).Devices)
        {
            lines.AddRange(device.ByOs.Select(system => $"{name} {device.Name} {system}"));
            device.ByOs.Clear();
            lines.Add($"{name} {device}");
        }
        foreach (var place in view.Totals.PlaceIds)
            lines.Add($"{name} {view.Live.Vocabularies.Places[place]} {view.Totals.OfPlace(place).Events} {view.Totals.OfPlace(place).Errors}");
        foreach (var (place, active) in view.Viewers.Breakdown.Places)
            lines.Add($"{name} viewers in {view.Live.Vocabularies.Places[place]}: {active}");
    }

    private static long Sum(Tally tally)
    {
        var events = 0L;
        foreach (var value in tally.Cells.Values)
            events += value.Events;
        return events;
    }
}

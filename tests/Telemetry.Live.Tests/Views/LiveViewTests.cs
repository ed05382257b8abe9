using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.Views;

public sealed class LiveViewTests
{
    private const long StartMs = 1_700_000_000_000;

    private static readonly EventFilter[] Filters =
    [
        EventFilter.All,
        new() { DeviceTypes = ["tv", "web"], Qualities = ["HD"] },
        new() { Countries = ["Germany", "France"], Cities = ["A"] },
        new() { TenantIds = ["acme"], EventTypes = ["heartbeat", "error", "stop"] },
        new() { Countries = ["Atlantis"] },
    ];

    [Fact]
    public void Every_number_equals_a_recount_of_the_events() =>
        Prop.ForAll<int>(seed => Run(new Random(seed), steps: 12, quietMs: [900, 4_000, 11_000, 70_000]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Every_number_equals_a_recount_of_the_events_over_hours() =>
        Prop.ForAll<int>(seed => Run(new Random(seed), steps: 25, quietMs: [60_000, 400_000, 1_500_000]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Theory]
    [InlineData(WindowLength.OneMinute, 1)]
    [InlineData(WindowLength.FiveMinutes, 5)]
    [InlineData(WindowLength.OneHour, 60)]
    public void A_window_is_compared_with_the_one_before_it_once_that_was_counted_from_its_beginning(WindowLength length, int minutes)
    {
        var vocabularies = new Vocabularies();
        var view = new LiveView(vocabularies, new LiveViewLimits(), StartMs);
        var events = new CountedEvents(new Random(1), vocabularies, partitions: 2);
        var filtered = Open(view, EventFilter.All, length);
        var now = StartMs;
        for (; now < StartMs + (2 * minutes * 60_000L); now += 5_000)
        {
            view.AdvanceTo(now);
            filtered.Refresh();
            // The first event may lie up to a minute before the start, and the start anywhere in its minute.
            if (now < StartMs + (((2 * minutes) - 3) * 60_000L))
                Assert.Null(filtered.Before);
            events.Count(2, now);
            events.SendTo(view);
        }
        view.AdvanceTo(now += 60_000);
        filtered.Refresh();
        Assert.NotNull(filtered.Before);
        Assert.Equal(events.Before(length, filtered.Matcher, now).Count, filtered.Before.All.Events);
        Assert.True(filtered.Before.All is { Events: > 0, WatchedMs: > 0 });
        Assert.True(filtered.Before.Startup.Samples > 0);
    }

    [Theory]
    [InlineData(WindowLength.OneMinute, 1)]
    [InlineData(WindowLength.FiveMinutes, 5)]
    [InlineData(WindowLength.OneHour, 60)]
    public void Says_how_much_of_a_window_was_counted_until_that_is_all_of_it(WindowLength length, int minutes)
    {
        var vocabularies = new Vocabularies();
        var view = new LiveView(vocabularies, new LiveViewLimits(), StartMs);
        var filtered = Open(view, EventFilter.All, length);
        filtered.Refresh();
        Assert.Equal(0, filtered.CountedMs);

        var events = new CountedEvents(new Random(1), vocabularies, partitions: 2);
        events.Count(50, StartMs);
        events.SendTo(view);
        view.AdvanceTo(StartMs + 10_000);
        filtered.Refresh();
        // The first event may lie up to a minute before the start, and the start anywhere in its minute.
        Assert.InRange(filtered.CountedMs, 10_000, Math.Min(10_000 + 120_000, minutes * 60_000L));

        view.AdvanceTo(StartMs + (minutes * 60_000L));
        filtered.Refresh();
        Assert.Equal(minutes * 60_000L, filtered.CountedMs);
    }

    private static void Run(Random random, int steps, int[] quietMs)
    {
        var vocabularies = new Vocabularies();
        var now = StartMs + random.Next(100_000);
        var view = new LiveView(vocabularies, new LiveViewLimits(), now);
        var events = new CountedEvents(random, vocabularies, partitions: 3);
        var views = new List<FilteredView>();
        for (var step = 0; step < steps; step++)
        {
            // A view that is opened in the middle has to know what came before.
            views.Add(Open(view, Filters[random.Next(Filters.Length)], (WindowLength)random.Next(3)));
            events.Count(random.Next(60), now);
            events.SendTo(view);
            Compare(view, views, events);
            now += random.Next(quietMs[random.Next(quietMs.Length)]);
            view.AdvanceTo(now);
            Compare(view, views, events);
        }
    }

    private static FilteredView Open(LiveView view, EventFilter filter, WindowLength window)
    {
        var matcher = new CellMatcher(filter, view.Vocabularies);
        return new FilteredView(view, matcher, window, view.AddViewers(matcher));
    }

    private static void Compare(LiveView view, List<FilteredView> views, CountedEvents events)
    {
        foreach (var filtered in views)
        {
            filtered.Refresh();
            CompareWindow(view, filtered, events);
            CompareBefore(view, filtered, events);
            CompareViewers(view, filtered, events);
        }
    }

    private static void CompareWindow(LiveView view, FilteredView filtered, CountedEvents events)
    {
        var expected = events.In(filtered.Window, filtered.Matcher, view.NowMs);
        var sum = default(CellValue);
        foreach (var e in expected)
            sum.Count(e, events.WatchedMs(e));
        var totals = filtered.Totals;
        Assert.Equal(sum, totals.All);
        for (var type = EventType.Other; type <= EventType.Complete; type++)
            Assert.Equal(expected.Count(e => e.Cell.Type == type), totals.Of(type));
        for (var device = DeviceType.Other; device <= DeviceType.Tablet; device++)
        {
            Assert.Equal(CountOf(expected, e => e.Cell.Device == device), totals.Of(device));
            Assert.Equal(CountOf(expected, e => e.Cell.Device == device && e.Cell.Quality == Quality.Hd), totals.Of(device, Quality.Hd));
        }
        for (var quality = Quality.Other; quality <= Quality.Uhd; quality++)
            Assert.Equal(CountOf(expected, e => e.Cell.Quality == quality), totals.Of(quality));
        Assert.Equal(expected.Select(e => e.Cell.Place).Distinct().Order(), totals.PlaceIds.Order());
        foreach (var place in totals.PlaceIds)
            Assert.Equal(CountOf(expected, e => e.Cell.Place == place), totals.OfPlace(place));
    }

    private static void CompareBefore(LiveView view, FilteredView filtered, CountedEvents events)
    {
        if (view.WindowBefore(filtered.Window) is not { } window)
            return;
        var expected = events.Before(filtered.Window, filtered.Matcher, view.NowMs);
        var sum = default(CellValue);
        foreach (var e in expected)
            sum.Count(e, events.WatchedMs(e));
        var before = EarlierTotals.Of(window, filtered.Matcher);
        Assert.Equal(sum, before.All);
        Assert.Equal(expected.Count(e => e.Cell.Type == EventType.Error), before.Errors);
    }

    private static void CompareViewers(LiveView view, FilteredView filtered, CountedEvents events)
    {
        var customers = events.LatestOf(e => e.Customer, filtered.Matcher, view.NowMs);
        var sessions = events.LatestOf(e => e.Session, filtered.Matcher, view.NowMs);
        Assert.Equal((customers.Count, sessions.Count), (filtered.Viewers.ActiveViewers, filtered.Viewers.ActiveSessions));
        var breakdown = filtered.Viewers.Breakdown;
        for (var quality = Quality.Other; quality <= Quality.Uhd; quality++)
            Assert.Equal(customers.Count(e => e.Cell.Quality == quality), breakdown.Of(quality));
        for (var device = DeviceType.Other; device <= DeviceType.Tablet; device++)
        {
            Assert.Equal(customers.Count(e => e.Cell.Device == device), breakdown.Of(device));
            Assert.Equal(customers.Count(e => e.Cell.Device == device && e.Cell.Quality == Quality.Sd), breakdown.Of(device, Quality.Sd));
            Assert.Equal(
                customers.Where(e => e.Cell.Device == device).GroupBy(e => e.System).Select(group => (group.Key, group.Count())).Order(),
                breakdown.Systems(device).Select(entry => (entry.Key, entry.Value)).Order());
        }
        Assert.Equal(
            customers.GroupBy(e => e.Cell.Place).Select(group => (group.Key, group.Count())).Order(),
            breakdown.Places.Select(entry => (entry.Key, entry.Value)).Order());
    }

    private static EventCount CountOf(IEnumerable<TelemetryEvent> events, Func<TelemetryEvent, bool> which)
    {
        var count = default(EventCount);
        foreach (var e in events.Where(which))
            count.Add(1, e.Cell.Type == EventType.Error);
        return count;
    }
}

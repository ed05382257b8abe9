using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.Views;

public sealed class EpochTests
{
    private const long StartMs = 1_700_000_000_000;
    private readonly LiveView _view = new(new Vocabularies(), new LiveViewLimits(), StartMs);
    private readonly List<TelemetryEvent> _log = [];

    [Fact]
    public void A_higher_epoch_replaces_what_may_still_change()
    {
        Send(epoch: 1, Event(StartMs), Event(StartMs));
        Send(epoch: 2, Event(StartMs));

        Assert.Equal(1, EventsIn(WindowLength.FiveMinutes));
    }

    [Fact]
    public void A_lower_epoch_is_void()
    {
        Send(epoch: 2, Event(StartMs));
        Send(epoch: 1, Event(StartMs), Event(StartMs));

        Assert.Equal(1, EventsIn(WindowLength.OneHour));
    }

    [Fact]
    public void A_lower_epoch_is_void_from_the_moment_the_new_owner_starts()
    {
        _view.Start(0, epoch: 2);
        Send(epoch: 1, Event(StartMs));

        Assert.Equal(0, EventsIn(WindowLength.OneHour));
    }

    [Fact]
    public void A_restart_that_counts_the_log_again_changes_nothing()
    {
        var partition = new PartitionAggregate(0, epoch: 1, new AggregateLimits());
        for (var minute = 0; minute < 20; minute++)
            Count(partition, StartMs + (minute * 60_000));
        var (hour, minutes) = (EventsIn(WindowLength.OneHour), EventsIn(WindowLength.FiveMinutes));

        var again = new PartitionAggregate(0, epoch: 2, new AggregateLimits());
        foreach (var e in _log.ToList())
            Deliver(again, e);

        Assert.Equal((20, 5), (hour, minutes));
        Assert.Equal((hour, minutes), (EventsIn(WindowLength.OneHour), EventsIn(WindowLength.FiveMinutes)));
    }

    [Fact]
    public void A_partition_that_stopped_keeps_its_numbers_and_counts_as_stale()
    {
        _view.Start(0, epoch: 1);
        Send(epoch: 1, Event(StartMs));
        _view.Stop(0);
        var stopped = HealthCounters.Of(_view, null);
        _view.Start(0, epoch: 2);

        Assert.Equal((1, 1u, 1u), (EventsIn(WindowLength.OneMinute), stopped.Partitions, stopped.StalePartitions));
        Assert.Equal(0u, HealthCounters.Of(_view, null).StalePartitions);
    }

    [Fact]
    public void Places_beyond_the_cap_count_under_other()
    {
        var view = new LiveView(new Vocabularies(), new LiveViewLimits { TenantPlaces = 1 }, StartMs);
        var partition = new PartitionAggregate(0, epoch: 1, new AggregateLimits());
        for (var place = 1; place <= 3; place++)
            partition.Apply(Event(StartMs, place), StartMs);
        partition.AdvanceTo(3);
        view.Apply(partition.TakeDelta()!);
        var totals = new WindowTotals();
        totals.Recount(view.WindowOf(WindowLength.OneMinute).Cells, new CellMatcher(EventFilter.All, view.Vocabularies));

        Assert.Equal((3, 1, 2), (totals.All.Events, totals.OfPlace(1).Events, totals.OfPlace(0).Events));
        Assert.Equal(2, view.Overflowed);
    }

    [Fact]
    public void A_place_without_events_for_a_day_leaves_its_own_to_another()
    {
        const long Later = StartMs + (26 * 3_600_000L);
        var view = new LiveView(new Vocabularies(), new LiveViewLimits { TenantPlaces = 1 }, StartMs);
        var partition = new PartitionAggregate(0, epoch: 1, new AggregateLimits());
        partition.Apply(Event(StartMs, 1), StartMs);
        partition.AdvanceTo(1);
        view.Apply(partition.TakeDelta()!);

        view.AdvanceTo(Later);
        partition.Apply(Event(Later, 2), Later);
        partition.AdvanceTo(2);
        view.Apply(partition.TakeDelta()!);
        var totals = new WindowTotals();
        totals.Recount(view.WindowOf(WindowLength.OneMinute).Cells, new CellMatcher(EventFilter.All, view.Vocabularies));

        Assert.Equal((1, 1, 0), (totals.All.Events, totals.OfPlace(2).Events, totals.OfPlace(0).Events));
    }

    private void Count(PartitionAggregate partition, long atMs)
    {
        _view.AdvanceTo(atMs);
        _log.Add(Event(atMs));
        Deliver(partition, _log[^1]);
    }

    private void Deliver(PartitionAggregate partition, TelemetryEvent e)
    {
        partition.Apply(e, e.TimestampMs);
        partition.AdvanceTo(partition.NextOffset + 1);
        _view.Apply(partition.TakeDelta()!);
    }

    private void Send(long epoch, params TelemetryEvent[] events)
    {
        var partition = new PartitionAggregate(0, epoch, new AggregateLimits());
        foreach (var e in events)
            partition.Apply(e, StartMs);
        partition.AdvanceTo(events.Length);
        _view.Apply(partition.TakeDelta()!);
    }

    private long EventsIn(WindowLength window)
    {
        var cells = _view.WindowOf(window).Cells;
        var events = 0L;
        foreach (var value in cells.Values)
            events += value.Events;
        return events;
    }

    private static TelemetryEvent Event(long atMs, int place = 1) => new()
    {
        EventId = (UInt128)Random.Shared.NextInt64(),
        Customer = 1,
        Session = 1,
        TimestampMs = atMs,
        Cell = new CellKey(EventType.Heartbeat, DeviceType.Tv, Quality.Hd, place, 1),
        StartupMs = -1,
        BandwidthBps = -1,
    };
}

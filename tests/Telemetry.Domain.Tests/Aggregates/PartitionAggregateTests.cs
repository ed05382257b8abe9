using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Presence;
using Telemetry.Domain.Tests.Samples;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;

namespace Telemetry.Domain.Tests.Aggregates;

public sealed class PartitionAggregateTests
{
    private const long Now = 1_790_000_000_000;
    private readonly Vocabularies _vocabularies = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_split_into_batches_gives_the_same_state(int seed)
    {
        var events = SampleEvents.RandomEvents(seed, 3_000, Now, _vocabularies);
        var whole = Count(events, deltaEvery: int.MaxValue);
        var random = new Random(seed);
        for (var i = 0; i < 5; i++)
            Assert.Equal(whole, Count(events, deltaEvery: random.Next(1, 200)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Replaying_deltas_in_full_value_gives_the_cells_of_the_state(int seed)
    {
        var events = SampleEvents.RandomEvents(seed, 2_000, Now, _vocabularies);
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        var cells = new Dictionary<(long Pane, CellKey Key), CellValue>();
        var presence = new Dictionary<(UInt128, UInt128, CellKey), PresenceEntry>();
        for (var i = 0; i < events.Length; i++)
        {
            aggregate.Apply(events[i], Now + i);
            aggregate.AdvanceTo(i + 1);
            if (i % 37 != 0 && i != events.Length - 1)
                continue;
            var delta = aggregate.TakeDelta()!;
            for (var twice = 0; twice < 2; twice++)
            {
                foreach (var (pane, cell) in delta.Panes.SelectMany(pane => pane.Cells.Select(cell => (pane, cell))))
                    cells[(pane.Index, cell.Key)] = cell.Value;
                foreach (var entry in delta.Presence)
                    presence[(entry.Customer, entry.Session, entry.Cell)] = entry;
            }
        }
        Assert.Equal(Cells(aggregate), cells.OrderBy(entry => (entry.Key.Pane, entry.Key.Key.Bits)));
        Assert.Superset(aggregate.Presence().ToHashSet(), presence.Values.ToHashSet());
        Assert.Null(aggregate.TakeDelta());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Counts_equal_a_recount_from_scratch(int seed)
    {
        var events = SampleEvents.RandomEvents(seed, 4_000, Now, _vocabularies);
        var aggregate = PartitionAggregate.Restore(PartitionState.Empty(0) with { ClockMs = Now }, 1, new AggregateLimits());
        var seen = new HashSet<UInt128>();
        var expected = new Dictionary<(long, CellKey), long>();
        long late = 0, duplicates = 0;
        foreach (var e in events)
        {
            aggregate.Apply(e, Now);
            if (e.TimestampMs < Now - PaneTime.AllowedLatenessMs)
                late++;
            else if (!seen.Add(e.EventId))
                duplicates++;
            else
            {
                var cell = (PaneTime.PaneOf(e.TimestampMs), e.Cell);
                expected[cell] = expected.GetValueOrDefault(cell) + 1;
            }
        }
        var counters = aggregate.Counters();
        Assert.Equal((seen.Count, late, duplicates), (counters.Counted, counters.Late, counters.Duplicates));
        Assert.True(late > 0 && duplicates > 0);
        Assert.Equal(
            expected.OrderBy(entry => (entry.Key.Item1, entry.Key.Item2.Bits)).Select(entry => (entry.Key, entry.Value)),
            Cells(aggregate).Select(entry => (entry.Key, entry.Value.Events)));
    }

    [Fact]
    public void An_event_of_long_ago_is_late_and_one_at_the_edge_is_not()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        aggregate.Apply(Event(0, Now), Now);
        Assert.Equal(Outcome.Counted, aggregate.Apply(Event(1, Now - PaneTime.AllowedLatenessMs), Now));
        Assert.Equal(Outcome.Late, aggregate.Apply(Event(2, Now - PaneTime.AllowedLatenessMs - 1), Now));
    }

    [Fact]
    public void A_duplicate_is_recognised_until_its_event_would_be_late()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        aggregate.Apply(Event(1, Now), Now);
        for (var arrival = Now; arrival <= Now + PaneTime.AllowedLatenessMs; arrival += 1_000)
        {
            Assert.Equal(Outcome.Duplicate, aggregate.Apply(Event(1, Now), arrival));
            aggregate.AdvanceTo(arrival);
            aggregate.TakeDelta();
        }
        Assert.Equal(Outcome.Late, aggregate.Apply(Event(1, Now), Now + PaneTime.AllowedLatenessMs + 1));
    }

    [Fact]
    public void Minute_and_hour_panes_hold_all_that_the_fine_panes_held()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        const int minutes = 90;
        for (var i = 0; i < minutes * 60; i++)
            aggregate.Apply(Event((ulong)i + 1, Now + (i * 1_000)), Now + (i * 1_000));

        var open = aggregate.History.Fine.Where(pane => PaneTime.StartOf(pane.Index) >= aggregate.ClockMs - PaneTime.AllowedLatenessMs - PaneTime.PaneMs);
        var closed = aggregate.History.HourPanes.Sum(pane => pane.Cells.Values.ToArray().Sum(cell => cell.Events));
        Assert.Equal(minutes * 60, closed + OpenEvents(open, aggregate));
        Assert.InRange(aggregate.History.MinutePanes.Count(), 60, 62);
        Assert.All(aggregate.History.MinutePanes.Skip(1).SkipLast(1), pane => Assert.Equal(60, pane.Cells.Values.ToArray().Sum(cell => cell.Events)));
    }

    [Fact]
    public void Memory_is_bounded_over_a_simulated_day_and_ids_are_forgotten()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        var largest = (Presence: 0, Ids: 0);
        for (var i = 0; i < 24 * 3_600; i++)
        {
            aggregate.Apply(Event((ulong)i + 1, Now + (i * 1_000L)), Now + (i * 1_000L));
            aggregate.AdvanceTo(i + 1);
            aggregate.TakeDelta();
            largest = (Math.Max(largest.Presence, aggregate.Sizes.Presence), Math.Max(largest.Ids, aggregate.Sizes.Ids));
        }
        Assert.InRange(largest.Presence, 60, 80);
        Assert.InRange(largest.Ids, 60, 80);
        Assert.InRange(aggregate.History.Fine.Count(), 1, 85);
        Assert.InRange(aggregate.History.HourPanes.Count(), 23, 26);
    }

    [Fact]
    public void What_a_full_cube_cannot_hold_is_counted_in_the_place_other()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits { Pane = new PaneLimits { Cells = 10 } });
        for (var i = 0; i < 100; i++)
            aggregate.Apply(Event((ulong)i + 1, Now, place: i + 1), Now);

        var cells = Assert.Single(aggregate.History.Fine).Cells;
        Assert.Equal(11, cells.Count);
        Assert.Equal(100, cells.Values.ToArray().Sum(cell => cell.Events));
        Assert.Equal(90, aggregate.Counters().Overflowed);
    }

    [Fact]
    public void Changes_survive_a_clock_that_jumps_further_than_the_panes_reach()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        for (var i = 0; i < 50; i++)
            aggregate.Apply(Event((ulong)i + 1, Now + (i * 600_000)), Now + (i * 600_000));
        aggregate.AdvanceTo(50);

        Assert.Equal(50, aggregate.TakeDelta()!.Panes.Sum(pane => pane.Cells.Sum(cell => cell.Value.Events)));
    }

    private static long OpenEvents(IEnumerable<Pane> fine, PartitionAggregate aggregate) =>
        fine.Where(pane => pane.Index >= PaneTime.PaneOf(aggregate.ClockMs - PaneTime.AllowedLatenessMs)).Sum(pane => pane.Cells.Values.ToArray().Sum(cell => cell.Events));

    private static TelemetryEvent Event(ulong id, long timeMs, int place = 1) => new()
    {
        EventId = id,
        Session = id,
        Customer = id,
        TimestampMs = timeMs,
        Cell = new CellKey(EventType.Heartbeat, DeviceType.Tv, Quality.Hd, place, 1),
        BandwidthBps = -1,
        StartupMs = -1,
    };

    private static IEnumerable<KeyValuePair<(long Pane, CellKey Key), CellValue>> Cells(PartitionAggregate aggregate) => aggregate.History.Fine
        .SelectMany(pane => Enumerable.Range(0, pane.Cells.Count).Select(i => KeyValuePair.Create((pane.Index, pane.Cells.Keys[i]), pane.Cells.Values[i])))
        .OrderBy(entry => (entry.Key.Item1, entry.Key.Item2.Bits));

    private static string Count(TelemetryEvent[] events, int deltaEvery)
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        for (var i = 0; i < events.Length; i++)
        {
            aggregate.Apply(events[i], Now + (i * 10));
            aggregate.AdvanceTo(i + 1);
            if ((i + 1) % deltaEvery == 0)
                aggregate.TakeDelta();
        }
        var counters = aggregate.Counters();
        var presence = aggregate.Presence().Where(entry => entry.LastMs > aggregate.ClockMs - 60_000).OrderBy(entry => (entry.Session, entry.Customer, entry.Cell.Bits));
        return $"{counters.Counted} {counters.Late} {counters.Duplicates} {counters.NewestEventMs} {string.Join(' ', Cells(aggregate))} {string.Join(' ', presence)}";
    }
}

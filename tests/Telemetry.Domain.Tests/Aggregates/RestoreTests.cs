using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Presence;
using Telemetry.Domain.Tests.Samples;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;

namespace Telemetry.Domain.Tests.Aggregates;

public sealed class RestoreTests
{
    private const long Start = 1_790_000_000_000;

    /// <summary>Small enough that cubes and titles overflow; presence never does, since when that shows depends on the sweep.</summary>
    private static readonly AggregateLimits Limits = new() { Pane = new PaneLimits { Cells = 4, Titles = 3 } };

    private readonly Vocabularies _vocabularies = new();

    [Fact]
    public void An_aggregate_that_is_restored_any_number_of_times_ends_as_one_that_was_never_interrupted() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            PartitionAggregate whole = new(3, 1, Limits), interrupted = new(3, 1, Limits);
            var epoch = 1;
            foreach (var message in Messages(random, 400))
            {
                Take(whole, message);
                Take(interrupted, message);
                if (random.Next(40) == 0)
                    interrupted.TakeDelta(withSummaries: random.Next(2) == 0);
                if (random.Next(60) == 0)
                    interrupted = PartitionAggregate.Restore(interrupted.Capture(), ++epoch, Limits);
            }
            Assert.Equal(Text(whole), Text(interrupted));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void The_first_delta_after_a_restore_carries_every_open_pane_whole_and_no_closed_one() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var aggregate = new PartitionAggregate(3, 1, Limits);
            foreach (var message in Messages(random, 300))
                Take(aggregate, message);
            var state = aggregate.Capture();
            var restored = PartitionAggregate.Restore(state, 2, Limits);

            var delta = restored.TakeDelta(withSummaries: false);

            Assert.NotNull(delta);
            Assert.Equal((3, 2L, state.NextOffset, state.NextOffset, state.ClockMs),
                (delta.Partition, delta.Epoch, delta.FromOffset, delta.ToOffset, delta.ClockMs));
            var open = state.Fine.Where(pane => pane.Index >= PaneTime.PaneOf(state.ClockMs - PaneTime.AllowedLatenessMs)).ToList();
            Assert.Equal(open.Select(pane => pane.Index), delta.Panes.Select(pane => pane.Index).Order());
            foreach (var (pane, sent) in open.Zip(delta.Panes.OrderBy(pane => pane.Index)))
            {
                Assert.Equal(pane.Cells.Keys.ToArray().Zip(pane.Cells.Values.ToArray()), sent.Cells.Select(cell => (cell.Key, cell.Value)));
                Assert.Equal(pane.Titles.LowerBounds.ToHashSet(), sent.Titles!.LowerBounds.ToHashSet());
                Assert.Equal(pane.Sketches.Keys.ToHashSet(), sent.Sketches!.Keys.ToHashSet());
            }
            Assert.Equal(state.Presence.ToHashSet(), delta.Presence.ToHashSet());
            Assert.Null(restored.TakeDelta());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void After_its_first_delta_a_restored_aggregate_says_only_what_changed()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        aggregate.Apply(Event(1, Start, place: 1), Start);
        aggregate.Apply(Event(2, Start, place: 2), Start);
        var restored = PartitionAggregate.Restore(aggregate.Capture(), 2, new AggregateLimits());
        restored.TakeDelta();

        restored.Apply(Event(3, Start, place: 2), Start);
        restored.AdvanceTo(3);

        var delta = restored.TakeDelta()!;
        var cell = Assert.Single(Assert.Single(delta.Panes).Cells);
        Assert.Equal((2, 2L), (cell.Key.Place, cell.Value.Events));
        Assert.Equal((UInt128)3, Assert.Single(delta.Presence).Session);
    }

    [Fact]
    public void An_empty_state_is_restored_as_an_aggregate_that_still_says_its_epoch()
    {
        var restored = PartitionAggregate.Restore(PartitionState.Empty(5), 7, new AggregateLimits());
        var delta = restored.TakeDelta()!;
        Assert.Equal((5, 7L, 0L, 0L), (delta.Partition, delta.Epoch, delta.FromOffset, delta.ToOffset));
        Assert.Empty(delta.Panes);
        Assert.Equal(Text(new PartitionAggregate(5, 7, new AggregateLimits())), Text(restored));
    }

    [Fact]
    public void What_has_expired_is_not_captured()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        aggregate.Apply(Event(1, Start, place: 1), Start);
        var later = Start + (long)PresenceTable.Horizon.TotalMilliseconds + 1;
        aggregate.Apply(Event(2, later, place: 1), later);

        var state = aggregate.Capture();
        Assert.Equal((UInt128)2, Assert.Single(state.SeenIds).Id);
        Assert.Equal((UInt128)2, Assert.Single(state.Presence).Session);
    }

    [Fact]
    public void What_is_counted_after_a_restore_does_not_reach_the_captured_panes()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        aggregate.Apply(Event(1, Start, place: 1), Start);
        var state = aggregate.Capture();
        PartitionAggregate.Restore(state, 2, new AggregateLimits()).Apply(Event(2, Start, place: 1), Start);
        Assert.Equal(1, Assert.Single(state.Fine).Cells.Values[0].Events);
    }

    /// <summary>Messages whose clock mostly crawls, sometimes leaps over minutes and now and then over hours.</summary>
    private IEnumerable<(TelemetryEvent Event, long ArrivalMs, bool Valid)> Messages(Random random, int count)
    {
        var parser = new EventParser(_vocabularies);
        var clock = Start;
        for (var i = 0; i < count; i++)
        {
            clock += random.Next(100) switch { 0 => random.Next(10_000_000), < 4 => random.Next(400_000), < 30 => random.Next(6_000), _ => random.Next(300) };
            var arrival = clock - random.Next(2_000);
            yield return (SampleEvents.Parse(parser, SampleEvents.Random(random, arrival), arrival), arrival, random.Next(30) > 0);
        }
    }

    private static void Take(PartitionAggregate aggregate, (TelemetryEvent Event, long ArrivalMs, bool Valid) message)
    {
        if (message.Valid)
            aggregate.Apply(message.Event, message.ArrivalMs);
        else
            aggregate.Reject(Rejection.OutOfRange);
        aggregate.AdvanceTo(aggregate.NextOffset + 1);
    }

    private string Text(PartitionAggregate aggregate) => StateText.Of(aggregate.Capture(), _vocabularies);

    private static TelemetryEvent Event(ulong id, long timeMs, int place) => new()
    {
        EventId = id,
        Session = id,
        Customer = id,
        TimestampMs = timeMs,
        Cell = new CellKey(EventType.Heartbeat, DeviceType.Tv, Quality.Hd, place, 1),
        BandwidthBps = -1,
        StartupMs = -1,
    };
}

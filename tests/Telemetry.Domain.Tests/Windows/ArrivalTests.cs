using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Tests.Samples;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Outcome = Telemetry.Domain.Aggregates.Outcome;

namespace Telemetry.Domain.Tests.Windows;

public sealed class ArrivalTests
{
    private const long Now = 1_700_000_000_000, Hour = 3_600_000;

    [Theory]
    [InlineData(0, 0, 0, 0)] // as it should be
    [InlineData(200, 0, 0, 200)] // an event that took a while
    [InlineData(30_000, 0, 0, 30_000)]
    [InlineData(30_001, 0, 0, 0)] // a producer whose clock is fast
    [InlineData(Hour, 0, -50_000, 0)]
    [InlineData(Hour, Hour - 1_000, -50_000, Hour)] // an event of long ago in a partition that runs
    [InlineData(Hour, 0, Hour - 1_000, Hour)] // the first event after an hour of silence
    [InlineData(-Hour, 0, 0, -Hour)] // a slow clock moves nobody's
    public void A_timestamp_is_believed_unless_it_is_far_ahead_of_the_clock_and_of_the_event(long stamp, long clock, long e, long arrival) =>
        Assert.Equal(Now + arrival, Arrival.Of(Now + stamp, Now + clock, Now + e));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Without_a_timestamp_the_later_of_clock_and_event_counts(long stamp) =>
        Assert.Equal(Now + 5, Arrival.Of(stamp, Now, Now + 5));

    [Fact]
    public void A_producer_whose_clock_is_an_hour_fast_makes_nobody_late()
    {
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        for (var i = 0; i < 100; i++)
            Assert.Equal(Outcome.Counted, aggregate.Apply(Event(i, Now + (i * 100)), Now + (i * 100) + (i % 3 == 0 ? Hour : 0)));
        Assert.InRange(aggregate.ClockMs, Now + 9_000, Now + 10_000);
    }

    [Fact]
    public void Whatever_the_timestamps_are_whoever_continues_from_a_state_comes_to_the_same_state()
    {
        var second = Gen.Choose(-100, 100).Select(s => s * 1_000L);
        var skew = Gen.OneOf(Gen.Constant(0L), second, Gen.Choose(-400, 400).Select(minutes => minutes * 60_000L), Gen.Constant(long.MaxValue - Now - Hour), Gen.Constant(-Now));
        var message = second.SelectMany(age => skew.SelectMany(ahead => Gen.Choose(0, 40_000).SelectMany(step => Gen.Choose(0, 20).Select(id => (age, ahead, step, id)))));
        var vocabularies = new Vocabularies();
        Prop.ForAll(message.ListOf().ToArbitrary(), stream =>
        {
            var now = Now;
            var messages = stream.Select(each => (Event: Event(each.id, (now += each.step) - each.age), Stamp: now + each.ahead))
                .Where(each => each.Event.TimestampMs <= each.Stamp + PaneTime.AllowedSkewMs || each.Stamp <= 0).ToList(); // the parser refuses the others
            var uninterrupted = new PartitionAggregate(0, 1, new AggregateLimits());
            var states = messages.Select(each => Count(uninterrupted, each)).ToList();
            for (var i = 0; i < messages.Count; i += 1 + (messages.Count / 5))
            {
                var first = new PartitionAggregate(0, 1, new AggregateLimits());
                messages.Take(i).ToList().ForEach(each => Count(first, each));
                var second = PartitionAggregate.Restore(first.Capture(), 2, new AggregateLimits());
                if (messages.Skip(i).Select(each => Count(second, each)).ToList() is { Count: > 0 } again && again[^1] != states[^1])
                    return false;
            }
            return true;

            string Count(PartitionAggregate aggregate, (TelemetryEvent Event, long Stamp) each)
            {
                aggregate.Apply(each.Event, each.Stamp);
                aggregate.AdvanceTo(aggregate.NextOffset + 1);
                return StateText.Of(aggregate.Capture(), vocabularies);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static TelemetryEvent Event(int id, long atMs) => new()
    {
        EventId = (UInt128)id + 1,
        Session = (UInt128)(id % 5) + 1,
        Customer = (UInt128)(id % 5) + 1,
        TimestampMs = atMs,
        Cell = new CellKey(EventType.Heartbeat, DeviceType.Tv, Quality.Hd, 0, 0),
        BandwidthBps = -1,
        StartupMs = -1,
    };
}

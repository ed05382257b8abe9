using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Events;
using Telemetry.Lake.Tests.Samples;
using Telemetry.Lake.Writing;
using Outcome = Telemetry.Domain.Aggregates.Outcome;

namespace Telemetry.Lake.Tests.Writing;

public sealed class SeenIdsTests
{
    // A message: seconds that the clock moves on, how old the event is, which id it has.
    private static readonly Gen<List<(int Step, int Age, int Id)>> Streams =
        Gen.Choose(0, 30).SelectMany(step => Gen.Choose(-30, 150).SelectMany(age => Gen.Choose(1, 6).Select(id => (step, age, id)))).ListOf().Select(list => list.ToList());

    [Fact]
    public void Events_in_time_are_judged_as_live_counting_judges_them()
    {
        Prop.ForAll(Streams.ToArbitrary(), stream =>
        {
            var live = new PartitionAggregate(0, 0, new AggregateLimits());
            var seen = new SeenIds();
            // A partition that runs: live counting believes a timestamp that is not far ahead of its clock.
            live.Apply(Event(0, TestEvents.Noon.ToUnixTimeMilliseconds()), TestEvents.Noon.ToUnixTimeMilliseconds());
            foreach (var (e, arrival, _) in Events(stream))
            {
                var outcome = live.Apply(e, arrival);
                var isNew = seen.Add(e, arrival);
                if (outcome != Outcome.Late && isNew != (outcome == Outcome.Counted))
                    return false;
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Reading_again_from_a_replay_point_gives_the_same_verdicts()
    {
        Prop.ForAll(Streams.ToArbitrary(), stream =>
        {
            var seen = new SeenIds();
            var replay = new ReplayPoints();
            // What a player sends again has the time that it had, and is not further ahead than the parser believes.
            var events = Events(stream).Select(each => (Event: Event(each.Id, TestEvents.Noon.ToUnixTimeMilliseconds() + (each.Id * 40_000)), each.Arrival))
                .Where(each => each.Event.TimestampMs <= each.Arrival + 60_000).ToList();
            for (var i = 0; i < events.Count; i++)
            {
                var isNew = seen.Add(events[i].Event, events[i].Arrival);
                var again = new SeenIds();
                for (var j = (int)(replay.Offset ?? i); j < i; j++)
                    again.Add(events[j].Event, events[j].Arrival);
                if (again.Add(events[i].Event, events[i].Arrival) != isNew)
                    return false;
                replay.See(seen.ClockMs, i);
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void A_late_event_is_new_once_a_minute()
    {
        var seen = new SeenIds();
        Assert.Equal([true, false, false, true], new[] { 0, 50, 100, 161 }.Select(second => seen.Add(Event(1, 0), 1_000_000 + (second * 1_000))));
    }

    [Fact]
    public void Ids_are_forgotten_and_replay_points_are_few()
    {
        var seen = new SeenIds();
        var replay = new ReplayPoints();
        for (var i = 0; i < 100_000; i++)
        {
            seen.Add(Event(i, i * 100L), i * 100L);
            replay.See(i * 100L, i);
        }
        Assert.InRange(seen.Count, 600, 800);
        Assert.InRange(99_999 - replay.Offset!.Value, 1_200, 1_220);
    }

    private static IEnumerable<(TelemetryEvent Event, long Arrival, int Id)> Events(List<(int Step, int Age, int Id)> stream)
    {
        var clock = TestEvents.Noon.ToUnixTimeMilliseconds();
        foreach (var (step, age, id) in stream)
        {
            clock += step * 1_000;
            yield return (Event(id, clock - (age * 1_000)), clock, id);
        }
    }

    private static TelemetryEvent Event(int id, long timestampMs) => new() { EventId = (UInt128)id, TimestampMs = timestampMs };
}

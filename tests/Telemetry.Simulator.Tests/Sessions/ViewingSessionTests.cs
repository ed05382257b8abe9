using Telemetry.Domain.Events;
using Telemetry.Domain.Places;
using Telemetry.Simulator.Catalogue;
using Telemetry.Simulator.Randomness;
using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator.Tests.Sessions;

/// <summary>What holds for every session, tried with sessions from start to end under many seeds.</summary>
public sealed class ViewingSessionTests
{
    private const int Seeds = 400;

    [Fact]
    public void A_session_begins_with_start_and_only_there()
    {
        Assert.All(Sessions(), events =>
        {
            Assert.Equal(EventType.Start, events[0].Event.Type);
            Assert.DoesNotContain(events.Skip(1), e => e.Event.Type == EventType.Start);
        });
    }

    [Fact]
    public void The_join_time_is_on_start_only_and_the_error_code_on_errors_only()
    {
        Assert.All(Sessions().SelectMany(events => events), e =>
        {
            Assert.Equal(e.Event.Type == EventType.Start, e.Event.StartupTimeMs is not null);
            Assert.Equal(e.Event.Type == EventType.Error, e.Event.ErrorCode is not null);
        });
    }

    [Fact]
    public void Nothing_follows_stop_and_complete()
    {
        Assert.All(Sessions(), events =>
            Assert.DoesNotContain(events.SkipLast(1), e => e.Event.Type is EventType.Stop or EventType.Complete));
    }

    [Fact]
    public void Watch_duration_and_completion_never_fall()
    {
        Assert.All(Sessions().SelectMany(Steps), step =>
        {
            Assert.True(step.Next.Event.WatchDurationSeconds >= step.Last.Event.WatchDurationSeconds);
            Assert.True(step.Next.Event.CompletionPercentage >= step.Last.Event.CompletionPercentage);
        });
    }

    [Fact]
    public void Watch_duration_never_grows_faster_than_time()
    {
        Assert.All(Sessions().SelectMany(Steps), step =>
        {
            var watched = step.Next.Event.WatchDurationSeconds - step.Last.Event.WatchDurationSeconds;
            Assert.True(watched <= (step.Next.AtMs - step.Last.AtMs) / 1000 + 1);
        });
    }

    [Fact]
    public void The_play_head_stays_within_the_title()
    {
        Assert.All(Sessions().SelectMany(events => events), e =>
        {
            Assert.InRange(e.Event.PositionSeconds, 0, e.Event.Session.Title.DurationSeconds);
            Assert.InRange(e.Event.CompletionPercentage, 0, 100);
        });
    }

    [Fact]
    public void The_play_head_jumps_by_seeking_only()
    {
        Assert.All(Sessions().SelectMany(Steps).Where(step => step.Next.Event.Type is not (EventType.Seek or EventType.Complete)), step =>
        {
            var moved = step.Next.Event.PositionSeconds - step.Last.Event.PositionSeconds;
            var watched = step.Next.Event.WatchDurationSeconds - step.Last.Event.WatchDurationSeconds;
            Assert.InRange(moved - watched, -1, 1);
        });
    }

    [Fact]
    public void Complete_means_the_end_of_the_title()
    {
        var completed = Sessions().Select(events => events[^1].Event).Where(e => e.Type == EventType.Complete).ToList();
        Assert.NotEmpty(completed);
        Assert.All(completed, e =>
        {
            Assert.Equal(100, e.CompletionPercentage);
            Assert.Equal(e.Session.Title.DurationSeconds, e.PositionSeconds);
        });
    }

    [Fact]
    public void After_a_pause_comes_resume_or_stop_or_nothing()
    {
        var afterPause = Sessions().SelectMany(Steps).Where(step => step.Last.Event.Type == EventType.Pause).Select(step => step.Next.Event.Type).ToHashSet();
        Assert.Equal([EventType.Resume, EventType.Stop], afterPause.Order());
        var beforeResume = Sessions().SelectMany(Steps).Where(step => step.Next.Event.Type == EventType.Resume).Select(step => step.Last.Event.Type);
        Assert.All(beforeResume, type => Assert.Equal(EventType.Pause, type));
    }

    [Fact]
    public void Nothing_is_watched_while_paused()
    {
        Assert.All(Sessions().SelectMany(Steps).Where(step => step.Last.Event.Type == EventType.Pause), step =>
            Assert.Equal(step.Last.Event.WatchDurationSeconds, step.Next.Event.WatchDurationSeconds));
    }

    [Fact]
    public void While_playing_an_event_comes_at_least_every_eleven_seconds_unless_it_stalls()
    {
        Assert.All(Sessions().SelectMany(Steps).Where(step => step.Last.Event.Type is not (EventType.Pause or EventType.Error)), step =>
        {
            var quiet = step.Next.AtMs - step.Last.AtMs - (step.Next.Event.BufferingDurationMs ?? 0);
            Assert.True(quiet <= 11_000);
            Assert.True(step.Next.AtMs - step.Last.AtMs >= 49.9);
        });
    }

    [Fact]
    public void Stalls_and_their_time_come_together_on_the_event_after_them()
    {
        var all = Sessions().SelectMany(events => events).ToList();
        Assert.All(all, e => Assert.Equal(e.Event.BufferingEvents > 0, e.Event.BufferingDurationMs is > 0));
        Assert.All(all, e => Assert.Equal(e.Event.Type == EventType.Buffer, e.Event.BufferingEvents > 0));
        Assert.Contains(all, e => e.Event.BufferingEvents > 1);
    }

    [Fact]
    public void The_quality_changes_with_quality_change_only_and_by_one_step()
    {
        Assert.All(Sessions().SelectMany(Steps), step =>
        {
            var steps = Math.Abs((int)step.Next.Event.Quality - (int)step.Last.Event.Quality);
            Assert.Equal(step.Next.Event.Type == EventType.QualityChange ? 1 : 0, steps);
            Assert.InRange(step.Next.Event.Quality, Quality.Sd, Quality.Uhd);
        });
    }

    [Fact]
    public void Every_type_of_event_happens_and_some_errors_are_recovered()
    {
        var sessions = Sessions();
        var seen = sessions.SelectMany(events => events).Select(e => e.Event.Type).ToHashSet();
        Assert.Equal(Enum.GetValues<EventType>().Where(type => type != EventType.Other), seen.Order());
        Assert.Contains(sessions, events => events[^1].Event.Type == EventType.Error);
        Assert.Contains(sessions, events => events.SkipLast(1).Any(e => e.Event.Type == EventType.Error));
    }

    [Fact]
    public void A_recalled_heartbeat_fits_between_the_events_around_it()
    {
        var recalled = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            var random = new SeededRandom(seed);
            var session = Begin(random);
            var past = new List<(double AtMs, ViewingEvent Event)>();
            while (!session.Ended)
            {
                var at = session.DueMs;
                if (!session.Step(random, out var viewing))
                    break;
                past.Add((at, viewing));
                if (!session.TryRecall(at, 90_000, out var late))
                    continue;
                recalled++;
                var before = past.FindLast(e => e.AtMs <= at - 90_000).Event;
                var after = past.Find(e => e.AtMs > at - 90_000).Event;
                Assert.InRange(late.WatchDurationSeconds, before.WatchDurationSeconds, after.WatchDurationSeconds);
                Assert.InRange(late.PositionSeconds, before.PositionSeconds, after.PositionSeconds);
                Assert.InRange(late.CompletionPercentage, before.CompletionPercentage, after.CompletionPercentage);
                Assert.Equal(before.Quality, late.Quality);
            }
        }
        Assert.True(recalled > 1000);
    }

    private static ViewingSession Begin(SeededRandom random)
    {
        var market = Market.All[random.Index(Market.All.Count)];
        var place = Gazetteer.Embedded.Places.First(place => place.Country == market.Country);
        var customer = Customer.Make(random.NextBits(), 1, place, market, []);
        var (device, os) = customer.Devices[0];
        var profile = new SessionProfile(0, "SESSION_1", customer, TitleCatalogue.Embedded.Draw(random), device, os);
        return new ViewingSession(profile, SessionIntent.Draw(profile, random), startMs: 0);
    }

    private static List<List<(double AtMs, ViewingEvent Event)>> Sessions()
    {
        var sessions = new List<List<(double, ViewingEvent)>>();
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var random = new SeededRandom(seed);
            var session = Begin(random);
            var events = new List<(double, ViewingEvent)>();
            while (!session.Ended)
            {
                var at = session.DueMs;
                if (session.Step(random, out var viewing))
                    events.Add((at, viewing));
            }
            sessions.Add(events);
        }
        return sessions;
    }

    private static IEnumerable<((double AtMs, ViewingEvent Event) Last, (double AtMs, ViewingEvent Event) Next)> Steps(
        List<(double AtMs, ViewingEvent Event)> events) => events.Zip(events.Skip(1));
}

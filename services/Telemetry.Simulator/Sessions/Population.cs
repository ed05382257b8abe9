using System.Text;
using Telemetry.Domain.Places;
using Telemetry.Simulator.Catalogue;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Sessions;

/// <summary>
/// All open sessions, and the order of their events. The number of sessions follows from the rate: it is steered so that session
/// time passes as fast as events are taken, so whoever takes <c>rate</c> events per second sees sessions live in real time.
/// </summary>
internal sealed class Population
{
    /// <summary>Events that an open session sends on average per second: heartbeats, less pauses, and the rest. Measured.</summary>
    public const double EventsPerSessionSecond = 0.099;

    private const double SteerEveryMs = 500;
    private const double MemorySeconds = 600;
    private const double CorrectionPerSecond = 0.02;

    private readonly PriorityQueue<ViewingSession, double> _schedule = new();
    private readonly SeededRandom _random;
    private readonly Audience _audience;
    private readonly TitleCatalogue _catalogue;
    private readonly double _eventsPerSecond;
    private readonly ulong _sessionSeries;
    private double _sessionSeconds; // with the next: what sessions were seen to send, the distant past forgotten
    private double _sessionEvents;
    private long _takenAtSteering;
    private double _nextSteering = SteerEveryMs;
    private int _sessionsMade;
    private long _taken;

    /// <param name="options">Rate, seed and number of customers.</param>
    /// <param name="start">The instant of session time zero; local hours follow from it.</param>
    public Population(SimulatorOptions options, DateTimeOffset start)
    {
        var seed = SeededRandom.Mix((ulong)options.Seed);
        _random = new SeededRandom(seed);
        _catalogue = TitleCatalogue.Embedded;
        _eventsPerSecond = options.EventsPerSecond * (1 - options.MalformedShare - options.DuplicateShare - options.LateShare);
        var sessions = _eventsPerSecond / EventsPerSessionSecond;
        (_sessionSeconds, _sessionEvents) = (sessions * MemorySeconds, _eventsPerSecond * MemorySeconds);
        _audience = new Audience(seed, options, start, Gazetteer.Embedded);
        _sessionSeries = SeededRandom.Mix(seed ^ (ulong)start.UtcTicks);
        Settle(Math.Max(1, (int)sessions));
    }

    /// <summary>Open sessions.</summary>
    public int Sessions => _schedule.Count;

    /// <summary>Session time of the last event taken, ms.</summary>
    public double NowMs { get; private set; }

    /// <summary>How far session time is ahead of the time that the events taken stand for, seconds; near 0 when steered well.</summary>
    public double AheadSeconds => NowMs / 1000 - _taken / _eventsPerSecond;

    /// <summary>The next event in the order of session time.</summary>
    /// <param name="session">The session that it belongs to, after the step.</param>
    public ViewingEvent Next(out ViewingSession session)
    {
        while (true)
        {
            if (_nextSteering <= (_schedule.Count > 0 ? _schedule.Peek().DueMs : double.MaxValue))
                Steer();
            else if (TakeStep(out session) is { } viewingEvent)
                return viewingEvent;
        }
    }

    private ViewingEvent? TakeStep(out ViewingSession session)
    {
        session = _schedule.Peek();
        NowMs = session.DueMs;
        var spoke = session.Step(_random, out var viewingEvent);
        if (session.Ended)
        {
            _schedule.Dequeue();
            _audience.Release(session.Profile.Customer);
        }
        else
            _schedule.DequeueEnqueue(session, session.DueMs);
        if (!spoke)
            return null;
        _taken++;
        return viewingEvent;
    }

    /// <summary>
    /// Replaces the sessions that ended since the last steering. How many there should be follows from what a session was seen to
    /// send; when session time is ahead of the events taken there are some more, and some fewer when it is behind.
    /// </summary>
    private void Steer()
    {
        var forget = 1 - SteerEveryMs / 1000 / MemorySeconds;
        _sessionSeconds = (_sessionSeconds + _schedule.Count * SteerEveryMs / 1000) * forget;
        _sessionEvents = (_sessionEvents + _taken - _takenAtSteering) * forget;
        _takenAtSteering = _taken;
        var wanted = _eventsPerSecond * _sessionSeconds / _sessionEvents * (1 + CorrectionPerSecond * Math.Clamp(AheadSeconds, -5, 5));
        for (var missing = Math.Max(1, (int)wanted) - _schedule.Count; missing > 0; missing--)
            Begin(_nextSteering + _random.Share() * SteerEveryMs);
        _nextSteering += SteerEveryMs;
    }

    private void Begin(double atMs)
    {
        if (_audience.Pick(atMs, _random) is not var (customer, watching))
            return; // everybody is watching; the next steering tries again
        var profile = MakeProfile(customer, watching);
        var session = new ViewingSession(profile, SessionIntent.Draw(profile, _random), atMs);
        _schedule.Enqueue(session, session.DueMs);
    }

    /// <summary>Fills the schedule as a service finds itself at any moment: every session is somewhere on its way, some are paused.</summary>
    private void Settle(int wanted)
    {
        const double PausedShare = 0.06;
        for (var tries = 0; _schedule.Count < wanted && tries < wanted * 4; tries++)
        {
            if (_audience.Pick(0, _random) is not var (customer, watching))
                continue;
            var (profile, intent) = DrawRunning(customer, watching);
            var session = new ViewingSession(profile, intent, 0);
            var watched = _random.Share() * (intent.Until - intent.From);
            if (_random.Chance(PausedShare))
                session.JoinPaused(watched, 0, _random);
            else
                session.JoinMidway(watched, 0, _random);
            _schedule.Enqueue(session, session.DueMs);
        }
    }

    /// <summary>Long sessions are met under way more often than short ones: in proportion to their length.</summary>
    private (SessionProfile, SessionIntent) DrawRunning(Customer customer, (Device Device, string Os) watching)
    {
        const double LongestSeconds = 10_000;
        var profile = MakeProfile(customer, watching);
        while (true)
        {
            var intent = SessionIntent.Draw(profile, _random);
            if (_random.Chance((intent.Until - intent.From) / LongestSeconds))
                return (profile, intent);
            profile = profile with { Title = _catalogue.Draw(_random) };
        }
    }

    private SessionProfile MakeProfile(Customer customer, (Device Device, string Os) watching)
    {
        var number = _sessionsMade++;
        Span<byte> id = stackalloc byte[10];
        OpaqueId.Write(id, _sessionSeries, (ulong)number);
        return new SessionProfile(number, "SESSION_" + Encoding.ASCII.GetString(id), customer, _catalogue.Draw(_random), watching.Device, watching.Os);
    }
}

using Telemetry.Domain.Events;
using Telemetry.Simulator.Catalogue;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Sessions;

/// <summary>
/// The state machine of one session: it knows what happens next and when, and how the numbers move until then. Time is session
/// time in milliseconds since the simulation began. While playing, heartbeats come every 10 s; everything else is an incident
/// that comes at random with the rates of <see cref="Incidents"/>; the viewer leaves when the play head reaches the intended end.
/// </summary>
internal sealed partial class ViewingSession
{
    // Kept apart from 10 s by a jitter, so that sessions that began together do not stay in step.
    private const double HeartbeatMs = 10_000;
    private const double HeartbeatJitterMs = 400;

    private readonly SessionIntent _intent;
    private EventType _next;
    private double _playingSince; // session time from which playing has not been accounted yet
    private double _playingUntil; // a stall, a pause or an error ends playing before the next event
    private double _nextHeartbeat;
    private double _position;
    private double _furthest;
    private double _watched;
    private double _bandwidth;
    private Quality _quality;
    private int _stalls;
    private double _stalledMs;

    /// <summary>A session whose start event is due at <paramref name="startMs"/>.</summary>
    public ViewingSession(SessionProfile profile, SessionIntent intent, double startMs)
    {
        Profile = profile;
        _intent = intent;
        _position = _furthest = intent.From;
        _quality = intent.Quality;
        _bandwidth = profile.BandwidthMbps;
        _next = EventType.Start;
        DueMs = startMs;
    }

    public SessionProfile Profile { get; }

    /// <summary>Session time of the next step.</summary>
    public double DueMs { get; private set; }

    /// <summary>True after the last event: stop, complete, an error that was not recovered, or silence.</summary>
    public bool Ended { get; private set; }

    /// <summary>Puts a session that began in the past into the midst of playing, with <paramref name="watchedSeconds"/> behind it.</summary>
    public void JoinMidway(double watchedSeconds, double nowMs, SeededRandom random)
    {
        _watched = Math.Min(watchedSeconds, Math.Max(0, _intent.Until - _position - 1));
        _position += _watched;
        _furthest = _position;
        SettleQuality(random);
        MarkSteadySince(nowMs - _watched * 1000);
        _nextHeartbeat = nowMs + random.Share() * HeartbeatMs;
        PlanPlaying(nowMs, random);
    }

    /// <summary>Puts a session that began in the past into a pause that is already going on.</summary>
    public void JoinPaused(double watchedSeconds, double nowMs, SeededRandom random)
    {
        JoinMidway(watchedSeconds, nowMs, random);
        PlanPaused(nowMs, random);
    }

    /// <summary>Takes the step that is due and plans the one after it.</summary>
    /// <returns>False when the session ends without a word: the app was killed or the network is gone.</returns>
    public bool Step(SeededRandom random, out ViewingEvent viewingEvent)
    {
        var now = DueMs;
        AccountPlaying(now);
        if (_next == EventType.Stop && random.Chance(0.06))
        {
            Ended = true;
            viewingEvent = default;
            return false;
        }
        viewingEvent = Take(_next, now, random);
        if (!Ended && _next != EventType.Pause)
            PlanPlaying(Math.Max(now, _playingSince), random);
        else if (!Ended)
            PlanPaused(now, random);
        return true;
    }

    private ViewingEvent Take(EventType type, double now, SeededRandom random)
    {
        switch (type)
        {
            case EventType.Start:
                MarkSteadySince(now);
                return Describe(type, random) with { StartupTimeMs = _intent.StartupTimeMs };
            case EventType.Heartbeat:
                _nextHeartbeat = now + HeartbeatMs + random.Between(-HeartbeatJitterMs, HeartbeatJitterMs);
                return Describe(type, random);
            case EventType.Seek:
                Seek(random);
                break;
            case EventType.QualityChange:
                _quality = NextQuality();
                break;
            case EventType.Error:
                Ended = random.Chance(Incidents.FatalErrorShare);
                _playingSince = now + random.Between(2_000, 9_000);
                MarkSteadySince(_playingSince);
                return Describe(type, random) with { ErrorCode = ErrorCode.Mix.Draw(random) };
            case EventType.Complete:
                _position = _furthest = Profile.Title.DurationSeconds;
                Ended = true;
                break;
            case EventType.Stop:
                Ended = true;
                break;
        }
        _nextHeartbeat = now + HeartbeatMs;
        MarkSteadySince(now);
        return Describe(type, random);
    }

    private void AccountPlaying(double now)
    {
        var seconds = Math.Max(0, Math.Min(now, _playingUntil) - _playingSince) / 1000;
        seconds = Math.Min(seconds, Profile.Title.DurationSeconds - _position);
        _watched += seconds;
        _position += seconds;
        _furthest = Math.Max(_furthest, _position);
        _playingSince = now;
    }

    private void Seek(SeededRandom random)
    {
        var target = random.Chance(0.6) ? _position + random.Between(10, 180) : _position - random.Between(10, 120);
        _position = Math.Clamp(target, 0, Math.Max(0, Profile.Title.DurationSeconds - 5));
        _furthest = Math.Max(_furthest, _position);
    }

    private ViewingEvent Describe(EventType type, SeededRandom random)
    {
        // Bandwidth wanders around what the line gives.
        _bandwidth = Math.Max(0.1, Profile.BandwidthMbps * Math.Pow(_bandwidth / Profile.BandwidthMbps, 0.8) * Math.Exp(0.12 * random.Normal()));
        var described = new ViewingEvent(Profile, type)
        {
            WatchDurationSeconds = (int)_watched,
            PositionSeconds = (int)_position,
            CompletionPercentage = CompletionAt(_furthest),
            Quality = _quality,
            BandwidthMbps = random.Chance(0.035) ? null : Math.Round(_bandwidth, 2),
            BufferingEvents = _stalls,
            BufferingDurationMs = _stalls > 0 ? Math.Max(1, (int)_stalledMs) : null,
        };
        _stalls = 0;
        _stalledMs = 0;
        return described;
    }

    private double CompletionAt(double furthest) => Math.Min(100, Math.Round(100 * furthest / Profile.Title.DurationSeconds, 1));
}

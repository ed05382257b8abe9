using Telemetry.Domain.Events;
using Telemetry.Simulator.Catalogue;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Sessions;

/// <summary>What happens next in a session, and when.</summary>
internal sealed partial class ViewingSession
{
    // Long enough that a share of the paused viewers falls out of "active in the last 60 s" and comes back.
    private const double PauseMeanMs = 75_000;

    // No player sends two events at once; so the latest event of a session is never in doubt.
    private const double LeastGapMs = 50;

    /// <summary>Plans the step after playing on from <paramref name="now"/>: heartbeat, leaving or an incident, whichever is first.</summary>
    private void PlanPlaying(double now, SeededRandom random)
    {
        _playingSince = now;
        if (_nextHeartbeat <= now)
            _nextHeartbeat = now + HeartbeatMs;
        var leaveAt = now + Math.Max(1, _intent.Until - _position) * 1000;
        var (next, due) = leaveAt < _nextHeartbeat ? (Leave(), leaveAt) : (EventType.Heartbeat, _nextHeartbeat);
        var incidents = Incidents.Of(Profile, _quality, _bandwidth);
        var incidentAt = now + random.Exponential(1000 / incidents.PerSecond);
        if (incidentAt < due)
            (next, due) = (incidents.Draw(random), incidentAt);
        _playingUntil = due;
        if (next == EventType.Buffer)
            due = PlanStall(due, random);
        (_next, DueMs) = (next, Math.Max(due, now + LeastGapMs));
    }

    /// <summary>Playing stands still from <paramref name="from"/>; the buffer event comes when it goes on.</summary>
    private double PlanStall(double from, SeededRandom random)
    {
        _stalls = random.Chance(0.75) ? 1 : 2 + random.Index(3); // a bad line stalls again before it plays a second
        for (var i = 0; i < _stalls; i++)
            _stalledMs += Math.Clamp(random.LogNormal(850, 0.75) * Profile.Customer.Provider.StallFactor, 80, 20_000);
        return from + _stalledMs;
    }

    private void PlanPaused(double now, SeededRandom random)
    {
        _playingUntil = _playingSince = now;
        _next = random.Chance(0.1) ? EventType.Stop : EventType.Resume;
        DueMs = now + 1_000 + random.Exponential(PauseMeanMs);
    }

    private EventType Leave() => _intent.Until >= Profile.Title.DurationSeconds ? EventType.Complete : EventType.Stop;

    /// <summary>The quality that the player has found by now, when playing is joined midway.</summary>
    private void SettleQuality(SeededRandom random)
    {
        while (Incidents.Of(Profile, _quality, _bandwidth).QualityChanges is > 0 and var perSecond && random.Chance(1 - Math.Exp(-_watched * perSecond)))
            _quality = NextQuality();
    }

    /// <summary>Down when the line does not carry the quality, up otherwise.</summary>
    private Quality NextQuality()
    {
        var down = _quality > Quality.Sd && (_quality == Quality.Uhd || _bandwidth < _quality.NeedMbps() * Incidents.TightLine);
        return down ? _quality - 1 : _quality + 1;
    }
}

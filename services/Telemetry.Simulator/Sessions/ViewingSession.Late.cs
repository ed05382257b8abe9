using Telemetry.Domain.Events;

namespace Telemetry.Simulator.Sessions;

/// <summary>Late events: a heartbeat that a session sent some time ago and that arrives only now.</summary>
internal sealed partial class ViewingSession
{
    private double _steadySince; // nothing but heartbeats happened since
    private double _furthestWhenSteady;

    /// <summary>
    /// The heartbeat of <paramref name="agoMs"/> before <paramref name="nowMs"/>, when the session has played steadily since, so
    /// that its numbers then are known. Call it right after a step that was taken at <paramref name="nowMs"/>.
    /// </summary>
    public bool TryRecall(double nowMs, double agoMs, out ViewingEvent viewingEvent)
    {
        viewingEvent = default;
        if (Ended || nowMs - agoMs < _steadySince)
            return false;
        var position = _position - agoMs / 1000;
        viewingEvent = new ViewingEvent(Profile, EventType.Heartbeat)
        {
            WatchDurationSeconds = (int)(_watched - agoMs / 1000),
            PositionSeconds = (int)position,
            CompletionPercentage = CompletionAt(Math.Max(_furthestWhenSteady, position)),
            Quality = _quality,
            BandwidthMbps = Math.Round(_bandwidth, 2),
            BufferingEvents = 0,
            BufferingDurationMs = null,
        };
        return true;
    }

    private void MarkSteadySince(double ms)
    {
        _steadySince = ms;
        _furthestWhenSteady = _furthest;
    }
}

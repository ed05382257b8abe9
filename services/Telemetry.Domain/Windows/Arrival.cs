namespace Telemetry.Domain.Windows;

/// <summary>
/// When a message entered Kafka, as its partition's clock takes it: a function of what the log and the state before it hold, so that
/// whoever reads the same messages comes to the same clock, whenever that is.
/// </summary>
public static class Arrival
{
    /// <summary>How far a message's timestamp may lie after both the partition's clock and the event's own time, ms. Half of the allowed
    /// lateness: a producer whose clock is fast by so much takes no more than that from the others.</summary>
    public const int TrustedAheadMs = PaneTime.AllowedLatenessMs / 2;

    /// <summary>
    /// The timestamp; but one that is missing, or further ahead than that, belongs to a clock that is wrong or to a partition that was
    /// silent, and then the later of the clock and the event's time is nearer to the truth.
    /// </summary>
    /// <param name="stampMs">The message's timestamp, Unix ms; 0 or less when it has none.</param>
    /// <param name="clockMs">The partition's clock before the message, Unix ms; 0 when it has none yet.</param>
    /// <param name="eventMs">The event's time, Unix ms.</param>
    public static long Of(long stampMs, long clockMs, long eventMs)
    {
        var known = Math.Max(clockMs, eventMs);
        return stampMs > 0 && stampMs <= known + TrustedAheadMs ? stampMs : known;
    }
}

namespace Telemetry.Kafka.Consuming;

/// <summary>
/// What an event's own time is held against: its message's timestamp. One that is missing, or more than five minutes after this node's
/// clock, is replaced by that clock: an event of tomorrow in a message of tomorrow would move its partition's clock there, and everybody
/// else's events would be late until then. So the wall clock decides about messages alone whose timestamp and event are both further
/// ahead than that; on everything else a later reader decides the same.
/// </summary>
public static class PlausibleTime
{
    /// <summary>
    /// How far a timestamp may lie after the node's clock, ms. So long may a producer whose clock is fast make others late, and so long may
    /// a take-over last that decides all as the owner before did.
    /// </summary>
    public const long FurthestAheadMs = 300_000;

    /// <summary>The time of a message, Unix ms.</summary>
    /// <param name="stampMs">The message's timestamp, Unix ms; 0 or less when it has none.</param>
    /// <param name="nowMs">This node's clock, Unix ms.</param>
    public static long Of(long stampMs, long nowMs) => stampMs > 0 && stampMs <= nowMs + FurthestAheadMs ? stampMs : nowMs;
}

namespace Telemetry.Kafka.Consuming;

/// <summary>
/// What an event's own time is held against: its message's timestamp. Only one that is missing, or more than an hour after this node's
/// clock, is replaced by that clock, because an event of the year 2100 in a message of the year 2100 would move its partition's clock
/// there for good. So the wall clock decides about messages alone whose timestamp and event are both from an hour ahead and more; on
/// everything else a later reader decides the same.
/// </summary>
public static class PlausibleTime
{
    /// <summary>How far a timestamp may lie after the node's clock, ms: what brokers of Kafka 4 allow unless told otherwise.</summary>
    public const long FurthestAheadMs = 3_600_000;

    /// <summary>The time of a message, Unix ms, at a time of this node's clock, Unix ms.</summary>
    public static long Of(KafkaMessage message, long nowMs) =>
        message.TimestampUnixMs is > 0 and var stamp && stamp <= nowMs + FurthestAheadMs ? stamp : nowMs;
}

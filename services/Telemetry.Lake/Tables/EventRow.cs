namespace Telemetry.Lake.Tables;

/// <summary>
/// One row of the lake's <c>events</c> table, columns as METRICS defines them, and the tenant, which is part of the path.
/// Unknown event types, devices and qualities are stored as <c>other</c>, the name that live counting gives them.
/// </summary>
public struct EventRow
{
    /// <summary>Event time, Unix milliseconds; decides the row's <c>event_date</c>.</summary>
    public long TimestampMs;

    /// <summary>Identities as the event carries them; never null.</summary>
    public string EventId, CustomerId, TitleId, SessionId;

    /// <summary>Names on the wire; never null.</summary>
    public string EventType, DeviceType, Quality, Country;

    /// <summary>The tenant that the row belongs to; <c>default</c> when the event names none.</summary>
    public string Tenant;

    /// <summary>Null where the event has none.</summary>
    public string? DeviceOs, State, City, Isp, Cdn, ErrorCode;

    /// <summary>Whole seconds, milliseconds and counts; null where the event has none.</summary>
    public int? WatchDurationSeconds, PositionSeconds, BufferingEvents, StartupTimeMs, BufferingDurationMs;

    /// <summary>Percent, and Mbit/s; null where the event has none.</summary>
    public double? CompletionPercentage, BandwidthMbps;
}

namespace Telemetry.Domain.Parsing;

/// <summary>Properties of the event; see METRICS. The value is the index in <see cref="EventTokens"/>.</summary>
public enum EventField : byte
{
    Unknown,
    EventId,
    CustomerId,
    TitleId,
    SessionId,
    EventType,
    EventTimestamp,
    DeviceType,
    Quality,
    Country,
    State,
    City,
    TenantId,
    DeviceOs,
    Isp,
    Cdn,
    ErrorCode,
    WatchDurationSeconds,
    PositionSeconds,
    CompletionPercentage,
    BandwidthMbps,
    BufferingEvents,
    BufferingDurationMs,
    StartupTimeMs,
}

/// <summary>Names of <see cref="EventField"/> on the wire.</summary>
public static class EventFields
{
    /// <summary>Number of values.</summary>
    public const int Count = (int)EventField.StartupTimeMs + 1;

    private static readonly string[] Names =
    [
        "", "event_id", "customer_id", "title_id", "session_id", "event_type", "event_timestamp", "device_type", "quality", "country",
        "state", "city", "tenant_id", "device_os", "isp", "cdn", "error_code", "watch_duration_seconds", "position_seconds",
        "completion_percentage", "bandwidth_mbps", "buffering_events", "buffering_duration_ms", "startup_time_ms",
    ];

    private static readonly byte[][] Utf8Names = [.. Names.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>The name on the wire.</summary>
    public static string Name(this EventField field) => Names[(int)field];

    /// <summary>The field of a name; <see cref="EventField.Unknown"/> when there is none.</summary>
    public static EventField Find(ReadOnlySpan<byte> name)
    {
        for (var i = 1; i < Utf8Names.Length; i++)
        {
            if (name.SequenceEqual(Utf8Names[i]))
                return (EventField)i;
        }
        return EventField.Unknown;
    }
}

using System.Collections.Frozen;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>The lake's tables and columns (METRICS), as statements may name them.</summary>
internal static class Vocabulary
{
    public const string Events = "events";

    /// <summary>Values of <c>current_date</c> and the like come as columns from the parser.</summary>
    public static FrozenSet<string> PresentTimes { get; } = new[] { "current_date", "current_timestamp", "localtimestamp" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Table → columns.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> Tables { get; } = new Dictionary<string, FrozenSet<string>>
    {
        [Events] = Set(
            "event_id", "customer_id", "title_id", "session_id", "event_type", "event_timestamp", "device_type", "quality", "country",
            "watch_duration_seconds", "position_seconds", "completion_percentage", "device_os", "bandwidth_mbps", "buffering_events", "state",
            "city", "tenant_id", "isp", "cdn", "startup_time_ms", "buffering_duration_ms", "error_code", "event_date"),
        ["titles"] = Set("title_id", "title_name", "genre", "duration_seconds"),
        ["places"] = Set("country", "state", "city", "time_zone", "latitude", "longitude"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every column of every table.</summary>
    public static FrozenSet<string> Columns { get; } = Tables.Values.SelectMany(columns => columns).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}

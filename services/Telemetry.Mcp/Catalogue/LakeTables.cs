namespace Telemetry.Mcp.Catalogue;

/// <summary>A table for people and models who write SQL.</summary>
/// <param name="Name">As in statements.</param>
/// <param name="Description">What a row is.</param>
/// <param name="Columns">Its columns.</param>
public sealed record TableDescription(string Name, string Description, IReadOnlyList<ColumnDescription> Columns);

/// <summary>A column.</summary>
/// <param name="Name">As in statements.</param>
/// <param name="Type">Athena's type.</param>
/// <param name="Description">Meaning, unit and range; says when it may be null.</param>
public sealed record ColumnDescription(string Name, string Type, string Description);

/// <summary>The lake's tables, in the words of METRICS.</summary>
internal static class LakeTables
{
    public static IReadOnlyList<TableDescription> All { get; } =
    [
        new("events", "An event of a video session. Partitioned by event_date and tenant_id: bound event_date to read less.",
        [
            new("event_id", "varchar", "Unique id."),
            new("customer_id", "varchar", "Viewer; count(DISTINCT customer_id) is the number of viewers."),
            new("title_id", "varchar", "What is watched; key of titles."),
            new("session_id", "varchar", "Session; count(DISTINCT session_id) is the number of sessions."),
            new("event_type", "varchar", "start, heartbeat, pause, resume, seek, quality_change, buffer, error, stop or complete; others are kept."),
            new("event_timestamp", "timestamp(3)", "When it happened, UTC."),
            new("watch_duration_seconds", "integer", "Seconds watched in the session so far, cumulative; reduce with max per session. May be null."),
            new("position_seconds", "integer", "Play head in the title, s. May be null."),
            new("completion_percentage", "double", "Highest share of the title reached by the session so far, 0 to 100. May be null."),
            new("device_type", "varchar", "mobile, web, tv or tablet."),
            new("device_os", "varchar", "Operating system. May be null."),
            new("quality", "varchar", "SD, HD or 4K."),
            new("bandwidth_mbps", "double", "Measured by the player, Mbit/s. May be null."),
            new("buffering_events", "integer", "Stalls since the session's previous event; may be summed. May be null."),
            new("country", "varchar", "English name; with state and city the key of places."),
            new("state", "varchar", "State or province. May be null."),
            new("city", "varchar", "City. May be null."),
            new("isp", "varchar", "Internet provider. May be null."),
            new("cdn", "varchar", "Content delivery network. May be null."),
            new("startup_time_ms", "integer", "Join time, ms; on start events only."),
            new("buffering_duration_ms", "integer", "Stalled time since the session's previous event, ms; null without a stall."),
            new("error_code", "varchar", "On error events only."),
            new("event_date", "varchar", "UTC day of event_timestamp as YYYY-MM-DD; the partition."),
            new("tenant_id", "varchar", "Whose event it is; the partition."),
        ]),
        new("titles", "What can be watched.",
        [
            new("title_id", "varchar", "Key."),
            new("title_name", "varchar", "For people."),
            new("genre", "varchar", "Genre."),
            new("duration_seconds", "integer", "Length, s."),
        ]),
        new("places", "Where it can be watched.",
        [
            new("country", "varchar", "English name."),
            new("state", "varchar", "State or province."),
            new("city", "varchar", "City."),
            new("time_zone", "varchar", "IANA name; for local times."),
            new("latitude", "double", "Degrees north."),
            new("longitude", "double", "Degrees east."),
        ]),
    ];

    public static TableDescription? Find(string name) => All.FirstOrDefault(table => table.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

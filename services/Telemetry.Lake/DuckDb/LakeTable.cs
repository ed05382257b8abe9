namespace Telemetry.Lake.DuckDb;

/// <summary>A table as statements see it: its columns with DuckDB's names of their types.</summary>
internal sealed record LakeTable(string Name, IReadOnlyList<LakeColumn> Columns)
{
    /// <summary>Every measured event; event_date and tenant_id are the names of its folders.</summary>
    public static LakeTable Events { get; } = new("events",
    [
        new("event_id", "varchar"), new("customer_id", "varchar"), new("title_id", "varchar"), new("session_id", "varchar"),
        new("event_type", "varchar"), new("event_timestamp", "timestamp"), new("watch_duration_seconds", "integer"),
        new("position_seconds", "integer"), new("completion_percentage", "double"), new("device_type", "varchar"),
        new("device_os", "varchar"), new("quality", "varchar"), new("bandwidth_mbps", "double"), new("buffering_events", "integer"),
        new("country", "varchar"), new("state", "varchar"), new("city", "varchar"), new("isp", "varchar"), new("cdn", "varchar"),
        new("startup_time_ms", "integer"), new("buffering_duration_ms", "integer"), new("error_code", "varchar"),
        new("event_date", "varchar"), new("tenant_id", "varchar"),
    ]);

    /// <summary>What can be watched.</summary>
    public static LakeTable Titles { get; } = new("titles",
        [new("title_id", "varchar"), new("title_name", "varchar"), new("genre", "varchar"), new("duration_seconds", "integer")]);

    /// <summary>Where it can be watched.</summary>
    public static LakeTable Places { get; } = new("places",
    [
        new("country", "varchar"), new("state", "varchar"), new("city", "varchar"), new("time_zone", "varchar"),
        new("latitude", "double"), new("longitude", "double"),
    ]);
}

/// <summary>A column of a table.</summary>
internal readonly record struct LakeColumn(string Name, string Type);

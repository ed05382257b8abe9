using Parquet.Schema;

namespace Telemetry.Lake.Tables;

/// <summary>The columns of the events table in their order. <c>event_date</c> and <c>tenant_id</c> are in the path only.</summary>
internal static class EventTable
{
    public static readonly IReadOnlyList<EventColumn> Columns =
    [
        new TextColumn("event_id", static (ref row) => ref row.EventId!),
        new TextColumn("customer_id", static (ref row) => ref row.CustomerId!),
        new TextColumn("title_id", static (ref row) => ref row.TitleId!),
        new TextColumn("session_id", static (ref row) => ref row.SessionId!),
        new TextColumn("event_type", static (ref row) => ref row.EventType!),
        new TimeColumn("event_timestamp"),
        new NumberColumn<int>("watch_duration_seconds", static (ref row) => ref row.WatchDurationSeconds),
        new NumberColumn<int>("position_seconds", static (ref row) => ref row.PositionSeconds),
        new NumberColumn<double>("completion_percentage", static (ref row) => ref row.CompletionPercentage),
        new TextColumn("device_type", static (ref row) => ref row.DeviceType!),
        new TextColumn("device_os", static (ref row) => ref row.DeviceOs),
        new TextColumn("quality", static (ref row) => ref row.Quality!),
        new NumberColumn<double>("bandwidth_mbps", static (ref row) => ref row.BandwidthMbps),
        new NumberColumn<int>("buffering_events", static (ref row) => ref row.BufferingEvents),
        new TextColumn("country", static (ref row) => ref row.Country!),
        new TextColumn("state", static (ref row) => ref row.State),
        new TextColumn("city", static (ref row) => ref row.City),
        new TextColumn("isp", static (ref row) => ref row.Isp),
        new TextColumn("cdn", static (ref row) => ref row.Cdn),
        new NumberColumn<int>("startup_time_ms", static (ref row) => ref row.StartupTimeMs),
        new NumberColumn<int>("buffering_duration_ms", static (ref row) => ref row.BufferingDurationMs),
        new TextColumn("error_code", static (ref row) => ref row.ErrorCode),
    ];

    public static readonly ParquetSchema Schema = new([.. Columns.Select(column => (Field)column.Field)]);
}

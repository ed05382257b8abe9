namespace Telemetry.Semantics.Sql;

/// <summary>The statement that reads one viewing session back.</summary>
public static class ViewingSql
{
    /// <summary>Rows at most; a session with more is told up to there.</summary>
    public const int MostRows = 1_000;

    // A session is over within a day or two; a week is looked through, and no more of the lake.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    /// <summary>
    /// The session's events, oldest first, of the week before <paramref name="now"/>: event_id, event_timestamp, event_type, quality,
    /// bandwidth_mbps, startup_time_ms, buffering_duration_ms, buffering_events, error_code and position_seconds, in this order. The
    /// viewer's id is not among them.
    /// </summary>
    public static string Of(string sessionId, DateTimeOffset now) =>
        "SELECT event_id, event_timestamp, event_type, quality, bandwidth_mbps, startup_time_ms, buffering_duration_ms,"
        + " buffering_events, error_code, position_seconds"
        + $" FROM events WHERE session_id = {SqlLiteral.Text(sessionId)}"
        + $" AND event_date BETWEEN {SqlLiteral.Date(now - LookBack)} AND {SqlLiteral.Date(now.AddDays(1))}"
        + $" ORDER BY event_timestamp, event_id LIMIT {MostRows}";
}

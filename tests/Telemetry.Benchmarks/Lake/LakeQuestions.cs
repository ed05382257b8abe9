using System.Globalization;

namespace Telemetry.Benchmarks.Lake;

/// <summary>Statements as questions are compiled to them, over the last seven days, one day or a few hours.</summary>
internal static class LakeQuestions
{
    private static readonly Func<string, string>[] Shapes =
    [
        static w => $"SELECT device_type, count(DISTINCT session_id) AS sessions FROM events WHERE {w} GROUP BY device_type ORDER BY sessions DESC",
        static w => $"SELECT sum(m) / 3600e0 AS watch_time FROM (SELECT session_id, max(watch_duration_seconds) AS m FROM events WHERE {w} GROUP BY session_id) s",
        static w => $"SELECT isp, approx_percentile(startup_time_ms, 0.95) AS p95 FROM events WHERE {w} AND startup_time_ms IS NOT NULL GROUP BY isp ORDER BY p95 DESC",
        static w => $"SELECT date_trunc('hour', event_timestamp) AS bucket, 100e0 * count_if(event_type = 'error') / count(*) AS error_rate FROM events WHERE {w} GROUP BY 1 ORDER BY 1",
        static w => $"SELECT t.title_name, count(DISTINCT e.customer_id) AS viewers FROM events e JOIN titles t ON t.title_id = e.title_id WHERE {w} GROUP BY 1 ORDER BY viewers DESC LIMIT 10",
        static w => $"SELECT country, cast(sum(buffering_events) AS double) / count(DISTINCT session_id) AS buffering_rate FROM events WHERE {w} AND device_type = 'tv' GROUP BY country ORDER BY 2 DESC",
        static w => $"SELECT cdn, avg(bandwidth_mbps) AS bandwidth, corr(bandwidth_mbps, completion_percentage) AS r FROM events WHERE {w} GROUP BY cdn",
        static w => $"SELECT avg(c) AS retention_rate FROM (SELECT session_id, max(completion_percentage) AS c FROM events WHERE {w} AND quality = 'HD' GROUP BY session_id) s",
    ];

    /// <summary>Question number <paramref name="index"/> of a series in which no two are equal.</summary>
    public static string Distinct(int index)
    {
        var (shape, turn) = (Shapes[index % Shapes.Length], index / Shapes.Length);
        // Every second question is over the whole week, as is one that names no time; the others are over a day or over six hours.
        var end = GeneratedLake.First.AddDays(7).AddSeconds(-1 - index);
        var length = (turn % 4) switch { 0 or 2 => TimeSpan.FromDays(7), 1 => TimeSpan.FromDays(1), _ => TimeSpan.FromHours(6) };
        return shape(Window(end - length, end));
    }

    /// <summary>Question number <paramref name="index"/> as all askers put it: about the whole week, in one of eight shapes.</summary>
    public static string Common(int index) => Shapes[index % Shapes.Length](Window(GeneratedLake.First, GeneratedLake.First.AddDays(7)));

    private static string Window(DateTime from, DateTime to) => string.Create(
        CultureInfo.InvariantCulture,
        $"event_date BETWEEN '{from:yyyy-MM-dd}' AND '{to:yyyy-MM-dd}' AND event_timestamp >= TIMESTAMP '{from:yyyy-MM-dd HH:mm:ss}' AND event_timestamp < TIMESTAMP '{to:yyyy-MM-dd HH:mm:ss}'");
}

using Telemetry.Lake.Queries;
using Telemetry.Lake.Tests.Athena;
using Telemetry.Lake.Tests.Athena.Server;
using Telemetry.Lake.Tests.DuckDb;

namespace Telemetry.Lake.Tests.Contract;

/// <summary>
/// One text, the same columns and rows from both engines, in every construct that questions are compiled to. What the rows are is said in
/// DialectTests; here it is the way through Athena's protocol and back that has to change nothing.
/// </summary>
public sealed class SameRowsTests
{
    public static TheoryData<string> Statements =>
    [
        "SELECT count(*) AS events, count(DISTINCT customer_id) AS viewers, count_if(event_type = 'error') AS errors FROM events WHERE event_date >= '2026-03-17'",
        "SELECT 100e0 * count_if(event_type = 'error') / count(*) AS error_rate FROM events WHERE event_timestamp >= TIMESTAMP '2026-03-17 00:00:00'",
        "SELECT cast(sum(buffering_events) AS double) / count(DISTINCT session_id) AS buffering_rate FROM events",
        """
        SELECT device_type, sum(m) / 3600e0 AS watch_time
        FROM (SELECT device_type, session_id, max(watch_duration_seconds) AS m FROM events GROUP BY device_type, session_id) s
        GROUP BY device_type ORDER BY watch_time DESC, device_type
        """,
        "SELECT date_trunc('hour', event_timestamp) AS bucket, count(*) AS events, avg(bandwidth_mbps) AS bandwidth FROM events GROUP BY 1 ORDER BY 1",
        "SELECT isp, approx_percentile(startup_time_ms, 0.95) AS p95 FROM events WHERE startup_time_ms IS NOT NULL GROUP BY isp ORDER BY isp",
        "SELECT t.title_name, t.genre, count(DISTINCT e.customer_id) AS viewers FROM events e JOIN titles t ON t.title_id = e.title_id GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 10",
        """
        SELECT hour(e.event_timestamp AT TIME ZONE 'UTC' AT TIME ZONE p.time_zone) AS local_hour, count(*) AS events
        FROM events e JOIN places p ON p.country = e.country AND p.city = e.city
        WHERE hour(at_timezone(with_timezone(e.event_timestamp, 'UTC'), p.time_zone)) BETWEEN 19 AND 22
        GROUP BY 1 ORDER BY 1
        """,
        "SELECT corr(bandwidth_mbps, completion_percentage) AS r, stddev(bandwidth_mbps) AS s, var_pop(bandwidth_mbps) AS v, regr_slope(bandwidth_mbps, position_seconds) AS b FROM events",
        """
        WITH hours AS (SELECT date_trunc('hour', event_timestamp) AS bucket, cast(count(*) AS double) AS v FROM events GROUP BY 1),
          middle AS (SELECT approx_percentile(v, 0.5) AS m FROM hours),
          spread AS (SELECT approx_percentile(abs(h.v - m.m), 0.5) AS mad FROM hours h CROSS JOIN middle m)
        SELECT h.bucket, h.v, m.m FROM hours h CROSS JOIN middle m CROSS JOIN spread s WHERE abs(h.v - m.m) > 3 * 1.4826 * s.mad ORDER BY 1
        """,
        "SELECT country, city, coalesce(state, '-') AS state, max_by(event_type, event_timestamp) AS latest FROM events GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        "SELECT event_date, tenant_id, count(*) AS n FROM events GROUP BY ROLLUP (event_date, tenant_id) ORDER BY 1, 2",
        "SELECT session_id, row_number() OVER (ORDER BY count(*) DESC, session_id) AS place, lag(count(*)) OVER (ORDER BY session_id) AS before FROM events GROUP BY session_id ORDER BY 2 LIMIT 5",
        "SELECT CASE WHEN bandwidth_mbps < 5 THEN 'slow' WHEN bandwidth_mbps < 8 THEN 'fair' ELSE 'fast' END AS speed, count(*) AS n FROM events GROUP BY 1 HAVING count(*) > 10 ORDER BY 1",
        "SELECT date_diff('minute', min(event_timestamp), max(event_timestamp)) AS minutes, cast(min(event_timestamp) AS date) AS first_day FROM events",
        "SELECT device_os, isp, error_code, startup_time_ms, position_seconds, state FROM events ORDER BY event_id LIMIT 200",
        "SELECT event_type FROM events WHERE city LIKE 'S%o P%' UNION SELECT quality FROM events WHERE customer_id IN ('CUST_01', 'CUST_02') ORDER BY 1",
        "SELECT 7 / 2 AS a, -7 / 2 AS b, 7e0 / 2 AS c, 7 % 3 AS d, sum(buffering_events) / 7 AS e, 1e300 * 10 AS f, 1e-7 AS g FROM events",
    ];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task One_statement_gives_the_same_rows_on_both_engines(string sql)
    {
        using var lake = new SampleLake();
        await using var server = await AthenaServer.StartAsync(lake.Folder);
        using var athena = AthenaEngines.Of(server);
        using var duckDb = DuckDbEngines.Over(lake.Folder);
        var expected = await RowsAsync(duckDb, sql, lake);
        var actual = await RowsAsync(athena, sql, lake);
        Assert.Equal(expected.Columns, actual.Columns);
        Assert.Equal(expected.Rows.Count, actual.Rows.Count);
        for (var row = 0; row < expected.Rows.Count; row++)
        {
            for (var i = 0; i < expected.Columns.Count; i++)
            {
                // Threads add in any order, so the last digits of sums of doubles differ from run to run.
                if (expected.Rows[row][i] is double number) Assert.Equal(number, Assert.IsType<double>(actual.Rows[row][i]), Math.Abs(number) * 1e-9);
                else Assert.Equal(expected.Rows[row][i], actual.Rows[row][i]);
            }
        }
    }

    private static Task<QueryPage> RowsAsync(IQueryEngine engine, string sql, SampleLake lake) => new EngineUnderTest(engine, lake).RowsAsync(sql);
}

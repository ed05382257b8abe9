namespace Telemetry.Mcp.Tests.Guard;

/// <summary>What becomes of statements that may run.</summary>
public sealed class SqlGuardTests
{
    [Fact]
    public void Every_read_of_events_is_confined_to_the_tenants_in_the_tree()
    {
        using var guard = Guards.With("a", "it's");
        var judged = guard.Judge("SELECT country FROM events WHERE event_date = '2026-03-18' UNION ALL SELECT (SELECT max(e.country) FROM events e WHERE e.event_date = '2026-03-18') FROM titles").Sql;
        Assert.Equal(2, judged.Split("WHERE tenant_id IN ('a', 'it''s')").Length - 1);
        Assert.Equal(2, judged.Split("FROM events").Length - 1);
    }

    [Theory]
    [InlineData("SELECT country FROM events")]
    [InlineData("SELECT x.country FROM events x")]
    [InlineData("SELECT a.country FROM events a JOIN events b ON a.session_id = b.session_id")]
    [InlineData("WITH x AS (SELECT * FROM events) SELECT country FROM x")]
    [InlineData("SELECT country FROM titles, (SELECT max(country) AS country FROM EVENTS) e")]
    [InlineData("SELECT 1 FROM titles WHERE title_id IN (SELECT title_id FROM Events)")]
    [InlineData("SELECT 1 FROM titles t WHERE EXISTS (SELECT 1 FROM events e WHERE e.title_id = t.title_id)")]
    [InlineData("SELECT count(*) FILTER (WHERE country = (SELECT max(country) FROM events)) FROM titles, places WHERE titles.title_id = places.city")]
    [InlineData("SELECT CASE WHEN (SELECT count(*) FROM events) > 0 THEN 1 END")]
    [InlineData("SELECT sum(1) OVER (PARTITION BY (SELECT count(*) FROM events))")]
    [InlineData("SELECT 1 ORDER BY (SELECT count(*) FROM events)")]
    [InlineData("SELECT genre FROM titles GROUP BY genre HAVING count(*) > (SELECT count(*) FROM events)")]
    [InlineData("SELECT * FROM (VALUES ((SELECT count(*) FROM events))) v (x)")]
    [InlineData("SELECT x FROM UNNEST(ARRAY[(SELECT count(*) FROM events)]) AS t (x)")]
    [InlineData("SELECT coalesce((SELECT count(*) FROM events), 0)")]
    [InlineData("SELECT 1 FROM titles t JOIN places p ON t.title_id = p.city AND (SELECT count(*) FROM events) > 0")]
    public void No_place_in_a_statement_reads_events_without_the_tenant(string sql)
    {
        using var guard = Guards.With("mine");
        var judged = guard.Judge(sql).Sql;
        var reads = judged.ToLowerInvariant().Split("from events").Length - 1;
        Assert.True(reads > 0);
        Assert.Equal(reads, judged.Split("WHERE tenant_id IN ('mine')").Length - 1);
    }

    [Theory]
    [InlineData("SELECT 1 FROM events", "event_date BETWEEN '2025-02-11' AND '2026-03-19'")]
    [InlineData("SELECT 1 FROM events WHERE event_timestamp >= TIMESTAMP '2026-03-10 12:00:00'", "event_date BETWEEN '2026-03-10' AND '2026-03-19'")]
    [InlineData("SELECT 1 FROM events e WHERE e.event_timestamp BETWEEN TIMESTAMP '2026-03-10 12:00:00' AND TIMESTAMP '2026-03-11 12:00:00'", "event_date BETWEEN '2026-03-10' AND '2026-03-11'")]
    [InlineData("SELECT 1 FROM events WHERE event_timestamp >= TIMESTAMP '2026-03-10 12:00:00' OR country = 'x'", "event_date BETWEEN '2025-02-11' AND '2026-03-19'")]
    public void A_statement_that_names_no_partition_reads_those_that_it_can_need(string sql, string predicate)
    {
        using var guard = Guards.With();
        Assert.Contains(predicate, guard.Judge(sql).Sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 1 FROM events WHERE event_date >= '2026-03-01'", "SELECT 1\nFROM events\nWHERE event_date >= '2026-03-01'\nLIMIT 100001")]
    [InlineData("select COUNT(*) , 'x' \"Y\" from titles limit 7", "SELECT count(*), 'x' AS Y\nFROM titles\nLIMIT 7")]
    [InlineData("SELECT 1 LIMIT 1000000", "SELECT 1\nLIMIT 100001")]
    [InlineData("SELECT a - (b - c), (a + b) * c, NOT (a = b OR c = 1), -(-a) FROM (SELECT 1 AS a, 2 AS b, 3 AS c) t", "SELECT a - (b - c), (a + b) * c, NOT (a = b OR c = 1), -(-a)\nFROM (\n  SELECT 1 AS a, 2 AS b, 3 AS c\n) AS t\nLIMIT 100001")]
    [InlineData("SELECT DATE '2026-03-01' + INTERVAL '2' DAY, 0.05, 1e3, 9223372036854775808, true, NULL", "SELECT DATE '2026-03-01' + INTERVAL '2' DAY, 0.05, 1.0E+3, 9223372036854775808, TRUE, NULL\nLIMIT 100001")]
    public void What_runs_is_written_anew_from_the_tree_with_a_limit(string sql, string expected)
    {
        using var guard = Guards.With();
        Assert.Equal(expected, guard.Judge(sql).Sql);
    }

    [Fact]
    public void What_was_judged_is_judged_in_the_same_way_again()
    {
        using var guard = Guards.With();
        foreach (var (_, statement) in StatementFile.Read("harmless.txt"))
        {
            var once = guard.Judge(statement).Sql;
            Assert.Equal(once, guard.Judge(once).Sql);
        }
    }
}

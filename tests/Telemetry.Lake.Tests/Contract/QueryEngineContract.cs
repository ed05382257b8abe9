using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Tests.Contract;

/// <summary>What every engine does, whoever runs it.</summary>
public abstract class QueryEngineContract
{
    /// <summary>Takes longer than any test: 1.7 billion comparisons of made-up texts.</summary>
    protected const string Slow = """
        SELECT count(*) AS n FROM events a CROSS JOIN events b CROSS JOIN events c
        WHERE concat(a.event_id, b.session_id) < concat(c.event_id, b.event_id) AND concat(b.event_id, c.session_id) > concat(a.event_id, a.city)
        """;

    protected abstract Task<EngineUnderTest> OpenAsync();

    /// <summary>An engine that has no room for one more query.</summary>
    protected abstract Task<EngineUnderTest> OpenBusyAsync();

    [Fact]
    public async Task A_query_is_started_watched_and_read()
    {
        await using var sut = await OpenAsync();
        var id = await sut.StartAsync("SELECT device_type, count(*) AS events FROM events GROUP BY device_type ORDER BY device_type");
        var status = await sut.EndAsync(id);
        Assert.Equal(QueryState.Succeeded, status.State);
        Assert.Null(status.Error);
        Assert.True(status.Elapsed > TimeSpan.Zero);
        var page = await sut.Engine.GetPageAsync(id, null, 100, EngineUnderTest.Soon);
        Assert.Equal([new QueryColumn("device_type", ColumnType.Text), new QueryColumn("events", ColumnType.Integer)], page.Columns);
        Assert.Equal([["mobile", 320L], ["tablet", 280L], ["tv", 280L], ["web", 320L]], page.Rows);
        Assert.Null(page.NextPageToken);
    }

    [Fact]
    public async Task Progress_stays_between_nothing_and_all_and_ends_at_all()
    {
        await using var sut = await OpenAsync();
        var id = await sut.StartAsync(Slow);
        await sut.RunsAsync(id);
        var running = await sut.Engine.GetStatusAsync(id, EngineUnderTest.Soon);
        Assert.True(running.Progress is null or (>= 0 and < 1), $"Progress is {running.Progress}.");
        await sut.Engine.CancelAsync(id, EngineUnderTest.Soon);
        await sut.EndAsync(id);
        Assert.Equal(1, (await sut.EndAsync(await sut.StartAsync("SELECT 1 AS one"))).Progress);
    }

    [Fact]
    public async Task Bytes_scanned_grow_with_the_columns_and_days_read()
    {
        await using var sut = await OpenAsync();
        var oneDay = await BytesAsync(sut, "SELECT count(DISTINCT session_id) AS n FROM events WHERE event_date = '2026-03-17'");
        var allDays = await BytesAsync(sut, "SELECT count(DISTINCT session_id) AS n FROM events");
        var moreColumns = await BytesAsync(sut, "SELECT count(DISTINCT session_id) AS n, max(event_id) AS e FROM events");
        Assert.True(oneDay > 0, "One day costs nothing.");
        Assert.True(allDays > oneDay, $"{allDays} for all days, {oneDay} for one.");
        Assert.True(moreColumns > allDays, $"{moreColumns} for two columns, {allDays} for one.");
    }

    [Fact]
    public async Task Pages_join_to_the_whole_result_in_its_order()
    {
        await using var sut = await OpenAsync();
        var page = await sut.RowsAsync(new QueryRequest("SELECT event_id FROM events ORDER BY event_id"), pageSize: 7);
        Assert.Equal(Enumerable.Range(0, SampleLake.Events).Select(static i => $"EVENT_{i:0000}"), page.Rows.Select(static r => (string)r[0]!));
    }

    [Fact]
    public async Task The_last_page_may_be_full()
    {
        await using var sut = await OpenAsync();
        var id = await sut.StartAsync("SELECT title_id FROM titles ORDER BY title_id");
        await sut.EndAsync(id);
        var first = await sut.Engine.GetPageAsync(id, null, 3, EngineUnderTest.Soon);
        var second = await sut.Engine.GetPageAsync(id, first.NextPageToken, 3, EngineUnderTest.Soon);
        Assert.Equal(["TITLE_3", "TITLE_4", "TITLE_5"], second.Rows.Select(static r => r[0]));
        var rest = second.NextPageToken is { } token ? (await sut.Engine.GetPageAsync(id, token, 3, EngineUnderTest.Soon)).Rows : [];
        Assert.Empty(rest);
    }

    [Fact]
    public async Task An_empty_result_has_columns_and_no_rows()
    {
        await using var sut = await OpenAsync();
        var page = await sut.RowsAsync("SELECT country, bandwidth_mbps FROM events WHERE country = 'Nowhere'");
        Assert.Equal([new QueryColumn("country", ColumnType.Text), new QueryColumn("bandwidth_mbps", ColumnType.Real)], page.Columns);
        Assert.Empty(page.Rows);
    }

    [Fact]
    public async Task Every_type_arrives_as_its_own()
    {
        await using var sut = await OpenAsync();
        var page = await sut.RowsAsync("""
            SELECT 'Größe, "quoted"' AS words, 7 AS small, cast(9223372036854775807 AS bigint) AS whole, 0.1e0 AS share, cast(12.50 AS decimal(10, 2)) AS price,
              true AS yes, DATE '2026-03-18' AS day, TIMESTAMP '2026-03-18 10:20:30.123' AS at, ARRAY[1, 2] AS list, '' AS nothing
            """);
        Assert.Equal(
            [ColumnType.Text, ColumnType.Integer, ColumnType.Integer, ColumnType.Real, ColumnType.Decimal, ColumnType.Boolean, ColumnType.Date,
                ColumnType.Timestamp, ColumnType.Text, ColumnType.Text],
            page.Columns.Select(static c => c.Type));
        Assert.Equal(
            ["Größe, \"quoted\"", 7L, long.MaxValue, 0.1, 12.50m, true, new DateOnly(2026, 3, 18),
                new DateTime(2026, 3, 18, 10, 20, 30, 123, DateTimeKind.Utc), "[1, 2]", ""],
            page.Rows[0]);
        Assert.Equal(DateTimeKind.Utc, ((DateTime)page.Rows[0][7]!).Kind);
    }

    [Fact]
    public async Task Null_is_null_in_every_type()
    {
        await using var sut = await OpenAsync();
        var page = await sut.RowsAsync("""
            SELECT cast(NULL AS varchar) AS a, cast(NULL AS bigint) AS b, cast(NULL AS double) AS c, cast(NULL AS decimal(10, 2)) AS d,
              cast(NULL AS boolean) AS e, cast(NULL AS date) AS f, cast(NULL AS timestamp(3)) AS g
            """);
        Assert.Equal(
            [ColumnType.Text, ColumnType.Integer, ColumnType.Real, ColumnType.Decimal, ColumnType.Boolean, ColumnType.Date, ColumnType.Timestamp],
            page.Columns.Select(static c => c.Type));
        Assert.All(page.Rows[0], static value => Assert.Null(value));
    }

    [Fact]
    public async Task What_is_no_number_is_null()
    {
        await using var sut = await OpenAsync();
        var page = await sut.RowsAsync("SELECT 0e0 / 0e0 AS a, 1e0 / 0e0 AS b, -1e0 / 0e0 AS c");
        Assert.Equal([null, null, null], page.Rows[0]);
    }

    [Theory]
    [InlineData("SELEC 1")]
    [InlineData("SELECT nothing FROM events")]
    [InlineData("SELECT no_such_function(1) AS a")]
    [InlineData("SELECT 1 AS a; SELECT 2 AS b")]
    [InlineData("SELECT device_type, count(*) AS n FROM events")]
    public async Task A_statement_that_does_not_hold_is_bad_sql(string sql)
    {
        await using var sut = await OpenAsync();
        var error = await sut.ErrorAsync(new QueryRequest(sql));
        Assert.Equal(QueryErrorKind.BadSql, error.Kind);
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_not_found()
    {
        await using var sut = await OpenAsync();
        Assert.Equal(QueryErrorKind.NotFound, (await sut.ErrorAsync(new QueryRequest("SELECT 1 AS a FROM secrets"))).Kind);
    }

    [Fact]
    public async Task A_value_that_cannot_be_computed_fails_the_execution()
    {
        await using var sut = await OpenAsync();
        Assert.Equal(QueryErrorKind.Execution, (await sut.ErrorAsync(new QueryRequest("SELECT cast(city AS integer) AS a FROM events"))).Kind);
    }

    [Fact]
    public async Task More_rows_than_allowed_fail_and_as_many_do_not()
    {
        await using var sut = await OpenAsync();
        const string sql = "SELECT event_id FROM events";
        Assert.Equal(SampleLake.Events, (await sut.RowsAsync(new QueryRequest(sql) { MaxRows = SampleLake.Events })).Rows.Count);
        var error = await sut.ErrorAsync(new QueryRequest(sql) { MaxRows = SampleLake.Events - 1 });
        Assert.Equal(QueryErrorKind.RowLimit, error.Kind);
        Assert.Contains("1,199", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_stopped()
    {
        await using var sut = await OpenAsync();
        var error = await sut.ErrorAsync(new QueryRequest(Slow) { TimeLimit = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(QueryErrorKind.TimeLimit, error.Kind);
    }

    [Fact]
    public async Task A_query_that_would_scan_too_much_fails()
    {
        await using var sut = await OpenAsync();
        var error = await sut.ErrorAsync(new QueryRequest("SELECT count(DISTINCT event_id) AS n FROM events") { MaxBytesScanned = 100 });
        Assert.Equal(QueryErrorKind.ScanLimit, error.Kind);
        Assert.Contains("100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_query_is_cancelled_and_has_no_rows()
    {
        await using var sut = await OpenAsync();
        var id = await sut.StartAsync(Slow);
        await sut.RunsAsync(id);
        await sut.Engine.CancelAsync(id, EngineUnderTest.Soon);
        Assert.Equal(QueryState.Cancelled, (await sut.EndAsync(id)).State);
        var refused = await Assert.ThrowsAsync<QueryException>(() => sut.Engine.GetPageAsync(id, null, 10, EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.NotFound, refused.Error.Kind);
    }

    [Fact]
    public async Task A_query_that_has_ended_cannot_be_cancelled_any_more()
    {
        await using var sut = await OpenAsync();
        var id = await sut.StartAsync("SELECT 1 AS one");
        await sut.EndAsync(id);
        await sut.Engine.CancelAsync(id, EngineUnderTest.Soon);
        Assert.Equal(QueryState.Succeeded, (await sut.Engine.GetStatusAsync(id, EngineUnderTest.Soon)).State);
        Assert.Equal([1L], (await sut.Engine.GetPageAsync(id, null, 10, EngineUnderTest.Soon)).Rows[0]);
    }

    [Fact]
    public async Task A_query_that_nobody_started_is_not_found()
    {
        await using var sut = await OpenAsync();
        var unknown = Guid.NewGuid().ToString();
        foreach (var call in (Func<Task>[])[
            () => sut.Engine.GetStatusAsync(unknown, EngineUnderTest.Soon),
            () => sut.Engine.GetPageAsync(unknown, null, 10, EngineUnderTest.Soon),
            () => sut.Engine.CancelAsync(unknown, EngineUnderTest.Soon)])
        {
            Assert.Equal(QueryErrorKind.NotFound, (await Assert.ThrowsAsync<QueryException>(call)).Error.Kind);
        }
    }

    [Fact]
    public async Task A_page_token_of_somebody_else_is_not_found()
    {
        await using var sut = await OpenAsync();
        var id = await sut.StartAsync("SELECT 1 AS one");
        await sut.EndAsync(id);
        var refused = await Assert.ThrowsAsync<QueryException>(() => sut.Engine.GetPageAsync(id, "nonsense", 10, EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.NotFound, refused.Error.Kind);
    }

    [Fact]
    public async Task The_rows_of_a_failed_query_are_its_error()
    {
        await using var sut = await OpenAsync();
        var id = await sut.StartAsync("SELECT cast(city AS integer) AS a FROM events");
        await sut.EndAsync(id);
        var refused = await Assert.ThrowsAsync<QueryException>(() => sut.Engine.GetPageAsync(id, null, 10, EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.Execution, refused.Error.Kind);
    }

    [Fact]
    public async Task The_same_client_token_gives_the_same_query_and_another_statement_under_it_is_refused()
    {
        await using var sut = await OpenAsync();
        var request = new QueryRequest("SELECT 1 AS one") { ClientToken = $"token-{Guid.NewGuid():N}" };
        var first = await sut.Engine.StartAsync(request, EngineUnderTest.Soon);
        Assert.Equal(first, await sut.Engine.StartAsync(request, EngineUnderTest.Soon));
        Assert.NotEqual(first, await sut.Engine.StartAsync(request with { ClientToken = $"token-{Guid.NewGuid():N}" }, EngineUnderTest.Soon));
        var refused = await Assert.ThrowsAsync<QueryException>(
            () => sut.Engine.StartAsync(request with { Sql = "SELECT 2 AS two" }, EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.BadSql, refused.Error.Kind);
    }

    [Fact]
    public async Task An_equal_statement_shortly_after_gives_the_kept_result_and_scans_nothing()
    {
        await using var sut = await OpenAsync();
        const string sql = "SELECT count(DISTINCT customer_id) AS viewers FROM events";
        var first = await sut.EndAsync(await sut.StartAsync(sql));
        var id = await sut.StartAsync(sql);
        var second = await sut.EndAsync(id);
        Assert.False(first.Reused);
        Assert.True(second.Reused);
        Assert.Equal(0, second.BytesScanned);
        Assert.Equal([20L], (await sut.Engine.GetPageAsync(id, null, 10, EngineUnderTest.Soon)).Rows[0]);
    }

    [Fact]
    public async Task One_query_too_many_is_throttled()
    {
        await using var sut = await OpenBusyAsync();
        var refused = await Assert.ThrowsAsync<QueryException>(() => sut.StartAsync("SELECT 1 AS one"));
        Assert.Equal(QueryErrorKind.Throttled, refused.Error.Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_page_has_1_to_1000_rows(int rows)
    {
        await using var sut = await OpenAsync();
        var id = await sut.StartAsync("SELECT 1 AS one");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => sut.Engine.GetPageAsync(id, null, rows, EngineUnderTest.Soon));
    }

    private static async Task<long> BytesAsync(EngineUnderTest sut, string sql) =>
        (await sut.EndAsync(await sut.StartAsync(sql))).BytesScanned;
}

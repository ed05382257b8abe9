using Microsoft.Extensions.Time.Testing;
using Telemetry.Lake.DuckDb;
using Telemetry.Lake.Queries;
using Telemetry.Lake.Tests.Contract;
using Telemetry.Lake.Tests.Samples;

namespace Telemetry.Lake.Tests.DuckDb;

public sealed class DuckDbQueryEngineTests : IDisposable
{
    private const string Count = "SELECT count(*) AS n FROM events";
    private const string Slow = """
        SELECT count(*) AS n FROM events a CROSS JOIN events b CROSS JOIN events c
        WHERE concat(a.event_id, b.session_id) < concat(c.event_id, b.event_id) AND concat(b.event_id, c.session_id) > concat(a.event_id, a.city)
        """;

    private readonly SampleLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task A_new_file_is_seen_by_the_next_query_which_reuses_nothing()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder);
        var sut = new EngineUnderTest(engine, _lake);
        Assert.Equal([1_200L], (await sut.RowsAsync(Count)).Rows[0]);
        _lake.Add("2026-03-20");
        Assert.Equal([2_400L], (await sut.RowsAsync(Count)).Rows[0]);
    }

    [Fact]
    public async Task A_file_that_is_replaced_while_a_query_waits_does_not_fail_it()
    {
        var old = _lake.Add("2026-03-20");
        using var engine = DuckDbEngines.Over(_lake.Folder, static o => o.DuckDb.Concurrency = 1);
        var sut = new EngineUnderTest(engine, _lake);
        var slow = await sut.StartAsync(Slow);
        await sut.RunsAsync(slow);
        var waiting = await sut.StartAsync("SELECT count(event_id) AS n FROM events");
        _lake.Add("2026-03-20");
        File.Delete(old);
        await engine.CancelAsync(slow, EngineUnderTest.Soon);
        var status = await sut.EndAsync(waiting);
        Assert.True(status.State == QueryState.Succeeded, status.Error?.Message);
        Assert.Equal([2_400L], (await engine.GetPageAsync(waiting, null, 1, EngineUnderTest.Soon)).Rows[0]);
    }

    [Fact]
    public async Task A_lake_that_is_not_there_yet_has_empty_tables()
    {
        var folder = Path.Combine(_lake.Folder, "later");
        using var engine = DuckDbEngines.Over(folder);
        var sut = new EngineUnderTest(engine, _lake);
        Assert.Equal([0L, null], (await sut.RowsAsync("SELECT count(*) AS n, max(event_timestamp) AS newest FROM events e LEFT JOIN titles t ON t.title_id = e.title_id")).Rows[0]);
    }

    [Fact]
    public async Task Equal_queries_at_once_share_one_execution_and_one_may_leave()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder, static o => o.DuckDb.Concurrency = 1);
        var sut = new EngineUnderTest(engine, _lake);
        var slow = await sut.StartAsync(Slow);
        await sut.RunsAsync(slow);
        var first = await sut.StartAsync(Count);
        var second = await sut.StartAsync(Count);
        Assert.NotEqual(first, second);
        await engine.CancelAsync(first, EngineUnderTest.Soon);
        await engine.CancelAsync(slow, EngineUnderTest.Soon);
        Assert.Equal(QueryState.Cancelled, (await sut.EndAsync(first)).State);
        var status = await sut.EndAsync(second);
        Assert.Equal(QueryState.Succeeded, status.State);
        Assert.True(status.Reused);
    }

    [Fact]
    public async Task A_cancel_frees_the_engine_for_the_next_query()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder, static o => o.DuckDb.Concurrency = 1);
        var sut = new EngineUnderTest(engine, _lake);
        for (var i = 0; i < 5; i++)
        {
            var slow = await sut.StartAsync($"{Slow} AND {i} = {i}");
            await sut.RunsAsync(slow);
            await engine.CancelAsync(slow, EngineUnderTest.Soon);
            Assert.Equal([(long)i], (await sut.RowsAsync($"SELECT {i} AS i")).Rows[0]);
        }
    }

    [Fact]
    public async Task A_cancel_at_any_moment_leaves_the_session_whole()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder, static o => o.DuckDb.Concurrency = 1);
        var sut = new EngineUnderTest(engine, _lake);
        for (var i = 0; i < 100; i++)
        {
            var cancelled = await sut.StartAsync($"SELECT count(*) AS n, {i} AS i FROM events a CROSS JOIN events b WHERE a.event_id < b.session_id");
            var next = await sut.StartAsync($"SELECT count(*) AS n, {i} AS i FROM events");
            await sut.RunsAsync(cancelled);
            Thread.SpinWait(i * 20_000);
            await engine.CancelAsync(cancelled, EngineUnderTest.Soon);
            var status = await sut.EndAsync(next);
            Assert.True(status.State == QueryState.Succeeded, $"After cancel {i}: {status.Error?.Message}");
        }
    }

    [Fact]
    public async Task A_query_that_is_cancelled_in_the_queue_never_runs()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder, static o => o.DuckDb.Concurrency = 1);
        var sut = new EngineUnderTest(engine, _lake);
        var slow = await sut.StartAsync(Slow);
        await sut.RunsAsync(slow);
        var waiting = await sut.StartAsync(Slow + " AND 1 = 1");
        await engine.CancelAsync(waiting, EngineUnderTest.Soon);
        await engine.CancelAsync(slow, EngineUnderTest.Soon);
        Assert.Equal([1L], (await sut.RowsAsync("SELECT 1 AS one")).Rows[0]);
        var status = await engine.GetStatusAsync(waiting, EngineUnderTest.Soon);
        Assert.Equal((QueryState.Cancelled, 0L), (status.State, status.BytesScanned));
    }

    [Fact]
    public async Task A_query_without_enough_memory_fails_and_the_next_one_runs()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder, static o => o.DuckDb.MemoryMb = 64);
        var sut = new EngineUnderTest(engine, _lake);
        var error = await sut.ErrorAsync(new QueryRequest(
            "SELECT count(*) AS n FROM (SELECT DISTINCT concat(a.event_id, b.event_id, a.city) AS x FROM events a CROSS JOIN events b) s"));
        Assert.Equal(QueryErrorKind.Execution, error.Kind);
        Assert.Contains("memory", error.Message, StringComparison.Ordinal);
        Assert.Equal([1_200L], (await sut.RowsAsync(Count)).Rows[0]);
    }

    [Fact]
    public async Task A_result_that_is_too_large_fails()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder, static o => o.DuckDb.MaxResultMb = 1);
        var error = await new EngineUnderTest(engine, _lake).ErrorAsync(new QueryRequest("SELECT a.event_id || b.event_id AS x FROM events a CROSS JOIN events b") { MaxRows = 1_000_000 });
        Assert.Equal(QueryErrorKind.Execution, error.Kind);
        Assert.Contains("1 MB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_beyond_the_memory_for_them_are_forgotten_oldest_first()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder, static o => o.DuckDb.KeptResultsMb = 1);
        var sut = new EngineUnderTest(engine, _lake);
        var ids = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            ids.Add(await sut.StartAsync($"SELECT *, {i} AS i FROM events"));
            await sut.EndAsync(ids[i]);
        }
        var gone = await Assert.ThrowsAsync<QueryException>(() => engine.GetPageAsync(ids[0], null, 1, EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.NotFound, gone.Error.Kind);
        Assert.Single((await engine.GetPageAsync(ids[^1], null, 1, EngineUnderTest.Soon)).Rows);
    }

    [Fact]
    public async Task Results_are_forgotten_and_not_reused_when_they_are_old()
    {
        var time = new FakeTimeProvider();
        using var engine = DuckDbEngines.Over(_lake.Folder, time: time);
        var sut = new EngineUnderTest(engine, _lake);
        var first = await sut.StartAsync(Count);
        await sut.EndAsync(first);
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.True((await sut.EndAsync(await sut.StartAsync(Count))).Reused);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.False((await sut.EndAsync(await sut.StartAsync(Count))).Reused);
        time.Advance(TimeSpan.FromMinutes(16));
        var gone = await Assert.ThrowsAsync<QueryException>(() => engine.GetStatusAsync(first, EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.NotFound, gone.Error.Kind);
    }

    [Theory]
    [InlineData("SELECT current_timestamp AS t")]
    [InlineData("SELECT random() AS r")]
    public async Task What_differs_each_time_is_not_reused(string sql)
    {
        using var engine = DuckDbEngines.Over(_lake.Folder);
        var sut = new EngineUnderTest(engine, _lake);
        await sut.EndAsync(await sut.StartAsync(sql));
        Assert.False((await sut.EndAsync(await sut.StartAsync(sql))).Reused);
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM read_blob('/proc/self/environ')")]
    [InlineData("SELECT * FROM glob('/*')")]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT * FROM read_parquet('https://example.org/x.parquet')")]
    [InlineData("SELECT * FROM read_parquet('{0}/../*/titles.parquet')")]
    [InlineData("COPY (SELECT 1) TO '{0}/x.csv'")]
    [InlineData("ATTACH '{0}/x.db' AS x")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("RESET lock_configuration")]
    [InlineData("PRAGMA memory_limit = '1TB'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("CREATE TABLE x AS SELECT 1 AS a")]
    [InlineData("DROP VIEW events")]
    [InlineData("DELETE FROM titles")]
    [InlineData("SELECT 1 AS a; DROP TABLE titles")]
    [InlineData("EXPLAIN SELECT 1")]
    [InlineData("CALL pragma_version()")]
    [InlineData("SELECT 1 AS a \0 FROM nothing")]
    [InlineData("")]
    [InlineData("-- nothing")]
    public async Task What_is_outside_the_lake_or_no_select_fails_and_changes_nothing(string sql)
    {
        using var engine = DuckDbEngines.Over(_lake.Folder);
        var sut = new EngineUnderTest(engine, _lake);
        var error = await sut.ErrorAsync(new QueryRequest(sql.Replace("{0}", _lake.Folder, StringComparison.Ordinal)));
        Assert.True(error.Kind is QueryErrorKind.BadSql or QueryErrorKind.Denied or QueryErrorKind.NotFound, $"{error.Kind}: {error.Message}");
        Assert.DoesNotContain("root:", error.Message, StringComparison.Ordinal);
        Assert.Equal([6L], (await sut.RowsAsync("SELECT count(*) AS n FROM titles")).Rows[0]);
        Assert.False(File.Exists(Path.Combine(_lake.Folder, "x.csv")));
    }

    [Fact]
    public async Task A_statement_nested_deeper_than_any_sane_one_fails_and_the_process_lives()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder);
        var sut = new EngineUnderTest(engine, _lake);
        var error = await sut.ErrorAsync(new QueryRequest($"SELECT {new string('(', 20_000)}1{new string(')', 20_000)} AS a"));
        Assert.True(error.Kind is QueryErrorKind.BadSql or QueryErrorKind.Execution, $"{error.Kind}: {error.Message}");
        Assert.Equal([1L], (await sut.RowsAsync("SELECT 1 AS one")).Rows[0]);
    }

    public static TheoryData<string> Deep =>
    [
        $"SELECT {Repeat("CASE WHEN true THEN ", 20)}1{Repeat(" END", 20)} AS a",
        $"SELECT {Repeat("abs(", 30)}1{Repeat(")", 30)} AS a",
        $"SELECT 1 AS a WHERE {Repeat("NOT ", 180)}true",
        $"WITH a0 AS (SELECT 1 AS a), {string.Join(", ", Enumerable.Range(1, 50).Select(n => $"a{n} AS (SELECT a + count(*) OVER (ORDER BY a) - 1 AS a FROM a{n - 1})"))} SELECT a FROM a50",
    ];

    [Theory]
    [MemberData(nameof(Deep), DisableDiscoveryEnumeration = true)]
    public async Task A_statement_runs_whose_tree_or_plan_is_deeper_than_people_write(string sql)
    {
        using var engine = DuckDbEngines.Over(_lake.Folder);
        Assert.Equal("1", $"{(await new EngineUnderTest(engine, _lake).RowsAsync(sql)).Rows[0][0]}");
    }

    [Theory]
    [InlineData("SELECT DATE '20000-01-01' AS x")]
    [InlineData("SELECT TIMESTAMP '20000-01-01 00:00:00' AS x")]
    [InlineData("SELECT CAST('infinity' AS timestamp) AS x")]
    [InlineData("SELECT INTERVAL '5' MONTH AS x")]
    public async Task A_value_that_cannot_be_given_fails_its_statement_and_the_database_stays(string sql)
    {
        var log = new RecordedLog<DuckDbQueryEngine>();
        using var engine = DuckDbEngines.Over(_lake.Folder, logger: log);
        var error = await new EngineUnderTest(engine, _lake).ErrorAsync(new QueryRequest(sql));
        Assert.Equal(QueryErrorKind.Execution, error.Kind);
        Assert.Contains("column x", error.Message, StringComparison.Ordinal);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task A_failure_of_this_service_fails_one_statement_is_logged_with_its_id_and_leaves_the_database()
    {
        var log = new RecordedLog<DuckDbQueryEngine>();
        var file = _lake.Add("2026-03-20");
        using var engine = DuckDbEngines.Over(_lake.Folder, static o => o.DuckDb.Concurrency = 1, logger: log);
        var sut = new EngineUnderTest(engine, _lake);
        var slow = await sut.StartReadingNothingAsync();
        var waiting = await sut.StartAsync("SELECT count(event_id) AS n FROM events");
        // The file is missed, and the look at what is there instead meets a note that nobody can read.
        File.Delete(file);
        var notes = Directory.CreateDirectory(Path.Combine(_lake.Folder, "_compactions"));
        var note = Path.Combine(notes.FullName, "note.json");
        File.WriteAllText(note, "no note");
        await engine.CancelAsync(slow, EngineUnderTest.Soon);

        var status = await sut.EndAsync(waiting);
        File.Delete(note);
        Assert.Equal(QueryErrorKind.Execution, status.Error?.Kind);
        Assert.DoesNotContain(_lake.Folder, status.Error!.Message, StringComparison.Ordinal);
        var line = Assert.Single(log.Lines);
        Assert.Contains(waiting, line, StringComparison.Ordinal);
        Assert.DoesNotContain("a new database", line, StringComparison.Ordinal);
        Assert.Equal([1_200L], (await sut.RowsAsync(Count)).Rows[0]);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("cut")]
    [InlineData("tiny")]
    [InlineData("footer")]
    [InlineData("length")]
    [InlineData("page")]
    public async Task A_damaged_file_is_named_in_the_log_with_the_statement_and_not_to_who_asks(string damage)
    {
        var file = _lake.Add("2026-03-20");
        var bytes = File.ReadAllBytes(file);
        switch (damage)
        {
            case "other": bytes = "This is no Parquet file, and longer than the shortest one."u8.ToArray(); break;
            case "cut": bytes = bytes[..(bytes.Length / 2)]; break;
            case "tiny": bytes = bytes[..3]; break;
            case "footer": bytes.AsSpan(bytes.Length - 200, 190).Fill(0xa5); break;
            case "length": bytes.AsSpan(bytes.Length - 8, 4).Fill(0x7f); break;
            case "page": bytes.AsSpan(4, 60).Clear(); break;
        }

        File.WriteAllBytes(file, bytes);
        var log = new RecordedLog<DuckDbQueryEngine>();
        using var engine = DuckDbEngines.Over(_lake.Folder, logger: log);
        var sut = new EngineUnderTest(engine, _lake);
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            ids.Add(await sut.StartAsync($"SELECT max(event_id) AS x, {i} AS i FROM events"));
            var error = (await sut.EndAsync(ids[i])).Error;
            Assert.Equal(new QueryError(QueryErrorKind.Execution, "A file of the lake is damaged; the operator's log names it."), error);
        }

        Assert.Equal(2, log.Lines.Count);
        Assert.All(log.Lines.Zip(ids), line => Assert.True(line.First.Contains(file, StringComparison.Ordinal) && line.First.Contains(line.Second, StringComparison.Ordinal), line.First));
        File.Delete(file);
        Assert.Equal([1_200L], (await sut.RowsAsync(Count)).Rows[0]);
    }

    [Theory]
    [InlineData("titles")]
    [InlineData("places")]
    public async Task A_damaged_table_fails_the_statements_that_read_it_and_no_others(string table)
    {
        var file = Path.Combine(_lake.Folder, table + ".parquet");
        var good = File.ReadAllBytes(file);
        File.WriteAllText(file, "This is no Parquet file, and longer than the shortest one.");
        var log = new RecordedLog<DuckDbQueryEngine>();
        using var engine = DuckDbEngines.Over(_lake.Folder, logger: log);
        var sut = new EngineUnderTest(engine, _lake);

        Assert.Equal([1_200L], (await sut.RowsAsync(Count)).Rows[0]);
        var error = (await sut.EndAsync(await sut.StartAsync($"SELECT count(*) AS n FROM {table}"))).Error;
        Assert.Equal(new QueryError(QueryErrorKind.Execution, "A file of the lake is damaged; the operator's log names it."), error);
        Assert.Contains(file, Assert.Single(log.Lines), StringComparison.Ordinal);

        File.WriteAllBytes(file, good);
        Assert.True((long)(await sut.RowsAsync($"SELECT count(*) AS n FROM {table}")).Rows[0][0]! > 0);
        File.WriteAllText(file, "Damaged once more, while its rows were in memory: others still run.");
        Assert.NotNull((await sut.EndAsync(await sut.StartAsync($"SELECT count(*) AS n, 2 AS again FROM {table}"))).Error);
        Assert.Equal([1_200L], (await sut.RowsAsync(Count)).Rows[0]);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    [Fact]
    public async Task Bytes_scanned_are_the_columns_sizes_in_the_files_left_by_the_partition_filter()
    {
        using var engine = DuckDbEngines.Over(_lake.Folder);
        var sut = new EngineUnderTest(engine, _lake);
        var none = await sut.EndAsync(await sut.StartAsync("SELECT count(DISTINCT session_id) AS n FROM events WHERE event_date = '2020-01-01'"));
        var other = await sut.EndAsync(await sut.StartAsync("SELECT count(DISTINCT session_id) AS n FROM events WHERE tenant_id = 'other'"));
        var all = await sut.EndAsync(await sut.StartAsync("SELECT count(DISTINCT session_id) AS n FROM events"));
        var filtered = await sut.EndAsync(await sut.StartAsync("SELECT count(DISTINCT session_id) AS n FROM events WHERE country = 'Japan'"));
        Assert.Equal(0, none.BytesScanned);
        Assert.InRange(other.BytesScanned, 1, all.BytesScanned - 1);
        Assert.True(filtered.BytesScanned > all.BytesScanned, $"{filtered.BytesScanned} with the filter's column, {all.BytesScanned} without.");
    }

    [Fact]
    public async Task Queries_end_when_the_engine_is_closed()
    {
        var engine = DuckDbEngines.Over(_lake.Folder);
        var sut = new EngineUnderTest(engine, _lake);
        var slow = await sut.StartAsync(Slow);
        await sut.RunsAsync(slow);
        engine.Dispose();
        Assert.Equal(QueryErrorKind.Unavailable, (await engine.GetStatusAsync(slow, EngineUnderTest.Soon)).Error?.Kind);
    }
}

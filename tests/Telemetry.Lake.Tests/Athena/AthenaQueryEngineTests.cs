using System.Globalization;
using Amazon.Runtime;
using Telemetry.Lake.Queries;
using Telemetry.Lake.Tests.Athena.Server;
using Telemetry.Lake.Tests.Contract;

namespace Telemetry.Lake.Tests.Athena;

public sealed class AthenaQueryEngineTests : AthenaServerTest
{
    [Fact]
    public async Task Start_says_all_that_the_settings_say()
    {
        using var engine = AthenaEngines.Of(Server, static o => o.ResultReuseMinutes = 7);
        await engine.StartAsync(new QueryRequest("SELECT 1 AS one"), EngineUnderTest.Soon);
        var start = Server.LastStart;
        Assert.Equal("SELECT 1 AS one", start.GetProperty("QueryString").GetString());
        Assert.Equal("telemetry", start.GetProperty("WorkGroup").GetString());
        Assert.Equal("AwsDataCatalog", start.GetProperty("QueryExecutionContext").GetProperty("Catalog").GetString());
        Assert.Equal("lake", start.GetProperty("QueryExecutionContext").GetProperty("Database").GetString());
        Assert.Equal("s3://results/telemetry/", start.GetProperty("ResultConfiguration").GetProperty("OutputLocation").GetString());
        var reuse = start.GetProperty("ResultReuseConfiguration").GetProperty("ResultReuseByAgeConfiguration");
        Assert.True(reuse.GetProperty("Enabled").GetBoolean());
        Assert.Equal(7, reuse.GetProperty("MaxAgeInMinutes").GetInt32());
    }

    [Fact]
    public async Task Start_leaves_out_what_the_work_group_is_to_decide()
    {
        using var engine = AthenaEngines.Of(Server, static o => (o.ResultReuseMinutes, o.Athena.OutputLocation) = (0, ""));
        await engine.StartAsync(new QueryRequest("SELECT 1 AS one"), EngineUnderTest.Soon);
        Assert.False(Server.LastStart.TryGetProperty("ResultReuseConfiguration", out _));
        Assert.False(Server.LastStart.TryGetProperty("ResultConfiguration", out _));
    }

    [Theory]
    [InlineData(400, "TooManyRequestsException")]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "com.amazonaws.athena#ThrottlingException")]
    [InlineData(503, "")]
    [InlineData(500, "InternalServerException")]
    public async Task What_may_pass_is_tried_again(int status, string type)
    {
        using var engine = AthenaEngines.Of(Server);
        var sut = new EngineUnderTest(engine, Lake);
        Server.Refuse(times: 3, status, type);
        Assert.Equal([[1L]], (await sut.RowsAsync("SELECT 1 AS one")).Rows);
        Assert.Equal(4, Server.Actions.Count(static a => a == "StartQueryExecution"));
    }

    [Fact]
    public async Task Throttling_while_a_query_runs_does_not_fail_it()
    {
        using var engine = AthenaEngines.Of(Server, static o => o.Athena.MaxAttempts = 1);
        var sut = new EngineUnderTest(engine, Lake);
        Server.Holds = true;
        var id = await sut.StartAsync("SELECT 1 AS one");
        Server.Refuse(times: 3, 400, "ThrottlingException");
        while (Server.Actions.Count < 5) await Task.Delay(TimeSpan.FromMilliseconds(5), EngineUnderTest.Soon);
        Assert.False((await engine.GetStatusAsync(id, EngineUnderTest.Soon)).IsFinal);
    }

    [Theory]
    [InlineData("AKIDSOMEBODY", AthenaServer.SecretKey, AthenaServer.SessionToken)]
    [InlineData(AthenaServer.AccessKey, "another secret", AthenaServer.SessionToken)]
    [InlineData(AthenaServer.AccessKey, AthenaServer.SecretKey, "another token")]
    public async Task Wrong_credentials_are_denied_and_not_tried_again(string key, string secret, string token)
    {
        using var engine = AthenaEngines.Of(Server, credentials: new ImmutableCredentials(key, secret, token));
        var refused = await Assert.ThrowsAsync<QueryException>(() => engine.StartAsync(new QueryRequest("SELECT 1 AS one"), EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.Denied, refused.Error.Kind);
        Assert.Single(Server.Actions);
    }

    [Fact]
    public async Task An_address_where_nobody_answers_is_unavailable()
    {
        using var engine = AthenaEngines.Of(Server, static o => (o.Athena.Endpoint, o.Athena.MaxAttempts) = ("http://127.0.0.1:1", 2));
        var refused = await Assert.ThrowsAsync<QueryException>(() => engine.StartAsync(new QueryRequest("SELECT 1 AS one"), EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.Unavailable, refused.Error.Kind);
        Assert.Contains("127.0.0.1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.lake.x' does not exist", 2, QueryErrorKind.NotFound)]
    [InlineData("SYNTAX_ERROR: line 1:15: Table awsdatacatalog.lake.x does not exist", 2, QueryErrorKind.NotFound)]
    [InlineData("SYNTAX_ERROR: line 1:8: Column 'x' cannot be resolved", 2, QueryErrorKind.BadSql)]
    [InlineData("FUNCTION_NOT_FOUND: line 1:8: Function 'x' not registered", 2, QueryErrorKind.BadSql)]
    [InlineData("TYPE_MISMATCH: line 1:8: '=' cannot be applied to bigint, varchar(1)", 2, QueryErrorKind.BadSql)]
    [InlineData("DIVISION_BY_ZERO: Division by zero", 2, QueryErrorKind.Execution)]
    [InlineData("EXCEEDED_MEMORY_LIMIT: Query exceeded per-node memory limit", 2, QueryErrorKind.Execution)]
    [InlineData("Query exhausted resources at this scale factor", 2, QueryErrorKind.Execution)]
    [InlineData("PERMISSION_DENIED: Access Denied (Service: Amazon S3; Status Code: 403)", 2, QueryErrorKind.Denied)]
    [InlineData("Bytes scanned limit was exceeded", 2, QueryErrorKind.ScanLimit)]
    [InlineData("Query timeout", 2, QueryErrorKind.TimeLimit)]
    [InlineData("GENERIC_INTERNAL_ERROR: null", 1, QueryErrorKind.Unavailable)]
    [InlineData("Something new", 1, QueryErrorKind.Unavailable)]
    [InlineData("", 2, QueryErrorKind.Execution)]
    public async Task A_reason_becomes_a_kind(string reason, int category, QueryErrorKind expected)
    {
        using var engine = AthenaEngines.Of(Server);
        Server.NextFailure = (reason, category);
        var error = await new EngineUnderTest(engine, Lake).ErrorAsync(new QueryRequest("SELECT 1 AS one"));
        Assert.Equal(expected, error.Kind);
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public async Task A_result_of_several_pages_of_Athena_is_whole()
    {
        using var engine = AthenaEngines.Of(Server);
        const string sql = "SELECT a.event_id || b.session_id AS id FROM events a CROSS JOIN (SELECT DISTINCT session_id FROM events WHERE session_id < 'SESSION_03') b ORDER BY 1";
        var page = await new EngineUnderTest(engine, Lake).RowsAsync(new QueryRequest(sql), pageSize: 700);
        Assert.Equal(3 * SampleLake.Events, page.Rows.Count);
        var ids = page.Rows.Select(static r => (string)r[0]!).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task The_row_limit_holds_while_paging_when_Athena_tells_no_count()
    {
        using var engine = AthenaEngines.Of(Server);
        Server.CountsRows = false;
        var sut = new EngineUnderTest(engine, Lake);
        var id = await engine.StartAsync(new QueryRequest("SELECT event_id FROM events") { MaxRows = 1_100 }, EngineUnderTest.Soon);
        Assert.Equal(QueryState.Succeeded, (await sut.EndAsync(id)).State);
        var first = await engine.GetPageAsync(id, null, 1_000, EngineUnderTest.Soon);
        var refused = await Assert.ThrowsAsync<QueryException>(() => engine.GetPageAsync(id, first.NextPageToken, 1_000, EngineUnderTest.Soon));
        Assert.Equal(QueryErrorKind.RowLimit, refused.Error.Kind);
    }

    [Fact]
    public async Task A_query_of_an_earlier_process_can_be_read()
    {
        string id;
        using (var before = AthenaEngines.Of(Server))
        {
            id = await before.StartAsync(new QueryRequest("SELECT 1 AS one"), EngineUnderTest.Soon);
        }
        using var engine = AthenaEngines.Of(Server);
        Assert.Equal(QueryState.Succeeded, (await new EngineUnderTest(engine, Lake).EndAsync(id)).State);
        Assert.Equal([1L], (await engine.GetPageAsync(id, null, 10, EngineUnderTest.Soon)).Rows[0]);
    }

    [Fact]
    public async Task Asking_for_the_status_costs_no_request()
    {
        using var engine = AthenaEngines.Of(Server);
        Server.Holds = true;
        var id = await engine.StartAsync(new QueryRequest("SELECT 1 AS one"), EngineUnderTest.Soon);
        for (var i = 0; i < 1_000; i++) await engine.GetStatusAsync(id, EngineUnderTest.Soon);
        Assert.True(Server.Actions.Count < 100, string.Create(CultureInfo.InvariantCulture, $"{Server.Actions.Count} requests"));
    }
}

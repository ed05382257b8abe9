using System.Text.Json;
using ModelContextProtocol;
using Telemetry.Mcp.Tests.Hosting;

namespace Telemetry.Mcp.Tests.Tools;

public sealed class QueryToolsTests : IDisposable
{
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public QueryToolsTests() => _patience.CancelAfter(TimeSpan.FromMinutes(1));

    private CancellationToken TestEnds => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task A_plan_runs_and_gives_rows_columns_and_what_they_cost()
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var planned = await client.GetAsync("plan_question", new { question = "How many viewers?" });

        var result = await client.GetAsync("run_plan", new { plan = planned.GetProperty("plan") });

        Assert.Equal("""["n","at","day","name"]""", Names(result));
        Assert.Equal("""[[0,"2026-03-18T20:30:00Z","2026-03-18","even"]]""", result.GetProperty("rows").GetRawText());
        Assert.Equal(1, result.GetProperty("rowCount").GetInt64());
        Assert.Equal("Scripted", result.GetProperty("engine").GetString());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("nextPageToken").ValueKind);
        Assert.False(result.GetProperty("truncated").GetBoolean());
        Assert.StartsWith("SELECT count(DISTINCT customer_id) AS viewers", result.GetProperty("sql").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_follow_each_other_until_the_last_which_knows_the_number_of_rows()
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var page = await client.GetAsync("run_sql", new { sql = "SELECT lpad('', 25, 'rows')", pageSize = 10 });
        var queryId = page.GetProperty("queryId").GetString();
        List<long> seen = [.. Numbers(page)];
        while (page.GetProperty("nextPageToken").GetString() is { } pageToken)
        {
            Assert.Equal(JsonValueKind.Null, page.GetProperty("rowCount").ValueKind);
            page = await client.GetAsync("get_results", new { queryId, pageToken, pageSize = 10 });
            seen.AddRange(Numbers(page));
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(n => (long)n), seen);
        Assert.Equal(25, page.GetProperty("rowCount").GetInt64());
    }

    [Theory]
    [InlineData(20, 7)]
    [InlineData(20, 10)]
    [InlineData(20, 20)]
    [InlineData(20, 1_000)]
    public async Task Rows_past_the_limit_are_cut_off_and_the_result_says_so(int limit, int pageSize)
    {
        await using var host = await McpHost.StartAsync(("Mcp:Queries:MaxRows", $"{limit}"));
        await using var client = await host.ConnectAsync();
        var page = await client.GetAsync("run_sql", new { sql = "SELECT lpad('', 500, 'rows')", pageSize });
        var rows = Numbers(page).Count();
        while (page.GetProperty("nextPageToken").GetString() is { } pageToken)
        {
            page = await client.GetAsync("get_results", new { queryId = page.GetProperty("queryId").GetString(), pageToken, pageSize });
            rows += Numbers(page).Count();
        }

        Assert.Equal(limit, rows);
        Assert.True(page.GetProperty("truncated").GetBoolean());
        Assert.Equal(limit, page.GetProperty("rowCount").GetInt64());
        Assert.Equal(limit + 1, Assert.Single(host.Engine.Requests).MaxRows);
    }

    [Fact]
    public async Task Cancelling_the_call_cancels_the_engines_query()
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();
        using var given = CancellationTokenSource.CreateLinkedTokenSource(TestEnds);
        var call = client.CallToolAsync("run_sql", new Dictionary<string, object?> { ["sql"] = "SELECT 'slow'" }, cancellationToken: given.Token).AsTask();
        var id = await host.Engine.SlowStarted.Task.WaitAsync(TestEnds);

        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(id, await host.Engine.Cancelled.Task.WaitAsync(TestEnds));
    }

    [Fact]
    public async Task A_query_is_cancelled_by_the_id_that_its_progress_tells()
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var progress = new Listener(value => told.TrySetResult(JsonElement.Parse(value.Message!).GetProperty("queryId").GetString()!));
        var call = client.CallToolAsync("run_sql", new Dictionary<string, object?> { ["sql"] = "SELECT 'slow'" }, progress, cancellationToken: TestEnds).AsTask();
        var queryId = await told.Task.WaitAsync(TestEnds);

        var cancelled = await client.GetAsync("cancel_query", new { queryId });

        Assert.Equal("cancelled", cancelled.GetProperty("state").GetString());
        var answer = await call;
        Assert.Equal("cancelled", answer.StructuredContent!.Value.GetProperty("error").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Progress_grows_to_one_before_the_result_and_says_stage_and_bytes()
    {
        await using var host = await McpHost.StartAsync();
        using var http = new HttpClient();

        var messages = await http.CallOnTheWireAsync(host.Address, "run_sql", new { sql = "SELECT 1" }, progressToken: "p");

        var reports = messages.SkipLast(1).Select(message => message.GetProperty("params")).ToList();
        Assert.All(reports, report => Assert.Equal("p", report.GetProperty("progressToken").GetString()));
        var fractions = reports.Select(report => report.GetProperty("progress").GetDouble()).ToList();
        Assert.Equal(fractions.Distinct().Order(), fractions);
        Assert.Equal(1, fractions[^1]);
        var last = JsonElement.Parse(reports[^1].GetProperty("message").GetString()!);
        Assert.Equal("paging", last.GetProperty("stage").GetString());
        Assert.Equal(3_000, last.GetProperty("bytesScanned").GetInt64());
        Assert.Equal("Scripted", messages[^1].GetProperty("result").GetProperty("structuredContent").GetProperty("engine").GetString());
    }

    [Theory]
    [InlineData("SELECT 'fail badSql'", "badSql", false)]
    [InlineData("SELECT 'fail throttled'", "throttled", true)]
    [InlineData("SELECT 'fail timeLimit'", "timeLimit", false)]
    [InlineData("SELECT 'fail unavailable'", "unavailable", true)]
    [InlineData("DROP TABLE events", "refused", false)]
    [InlineData("SELECT FROM WHERE", "badSql", false)]
    public async Task Errors_have_a_kind_a_message_and_say_whether_to_try_again(string sql, string kind, bool retryable)
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var error = await client.FailAsync("run_sql", new { sql });
        Assert.Equal((kind, retryable), (error.Kind, error.Retryable));
        Assert.NotEmpty(error.Message);
    }

    [Theory]
    [InlineData("run_sql", "{}", "sql")]
    [InlineData("run_sql", """{"sql": 1}""", "another type")]
    [InlineData("run_sql", """{"sql": "SELECT 1", "pageSize": 0}""", "1 to 1000")]
    [InlineData("run_plan", """{"plan": "text"}""", "another type")]
    [InlineData("get_results", """{"queryId": "nobody"}""", "nobody")]
    [InlineData("plan_question", """{"question": " "}""", "empty")]
    public async Task Wrong_arguments_are_named(string tool, string arguments, string named)
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var error = await client.FailAsync(tool, JsonElement.Parse(arguments));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_queries_than_may_run_and_wait_are_throttled()
    {
        await using var host = await McpHost.StartAsync(("Mcp:Queries:MaxRunning", "1"), ("Mcp:Queries:MaxWaiting", "0"));
        await using var client = await host.ConnectAsync();
        var running = client.CallAsync("run_sql", new { sql = "SELECT 'slow'" });
        var queryId = await host.Engine.SlowStarted.Task.WaitAsync(TestEnds);

        var error = await client.FailAsync("run_sql", new { sql = "SELECT 1" });

        Assert.Equal(("throttled", true), (error.Kind, error.Retryable));
        await client.GetAsync("cancel_query", new { queryId });
        await running;
        await client.GetAsync("run_sql", new { sql = "SELECT 1" });
    }

    private static string Names(JsonElement result) => JsonSerializer.Serialize(result.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));

    private static IEnumerable<long> Numbers(JsonElement result) => result.GetProperty("rows").EnumerateArray().Select(row => row[0].GetInt64());

    // Progress<T> reports on the thread pool, in any order.
    private sealed class Listener(Action<ProgressNotificationValue> report) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => report(value);
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Chat.History;
using Telemetry.Chat.Tests.Hosting;
using Telemetry.V1;

namespace Telemetry.Chat.Tests.Sessions;

/// <summary>Faults of the MCP server on purpose: what the asker sees, and that the conversation lives.</summary>
public sealed class SupervisionTests
{
    [Fact]
    public async Task A_server_killed_in_mid_query_gives_a_clear_failure_and_the_session_lives()
    {
        await using var mcp = await ScriptedMcpServer.StartAsync();
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:BreakerThroughput"] = "1000" }, mcp);
        var running = new TaskCompletionSource();
        mcp.Run = async (_, cancellationToken) =>
        {
            running.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new JsonObject();
        };
        var session = ChatHost.NewSession();

        var asked = chat.AskForProblemAsync(503, "heavy question", session);
        await running.Task.WaitAsync(ChatHost.Patience);
        await mcp.KillAsync();
        var problem = await asked.WaitAsync(ChatHost.Patience);

        Assert.Equal("unavailable", problem["kind"]!.GetValue<string>());
        Assert.True(problem["retryable"]!.GetValue<bool>());
        Assert.Contains("can't be reached", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        mcp.Run = (_, _) => Task.FromResult<JsonNode>(ScriptedMcpServer.Result(2));
        await mcp.ListenAsync();
        Assert.Equal(2, (await chat.AskAsync("2 rows", session))["result"]!["rows"]!.AsArray().Count);
        var history = JsonNode.Parse(await chat.Http.GetStringAsync($"/api/chat/history/{session}"))!["messages"]!.AsArray();
        Assert.Equal(["user", "assistant", "user", "assistant"], history.Select(message => message!["role"]!.GetValue<string>()));
        Assert.Equal("failure", history[1]!["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_server_that_is_restarted_between_two_questions_is_not_noticed()
    {
        await using var mcp = await ScriptedMcpServer.StartAsync();
        await using var chat = await ChatHost.StartAsync(mcp: mcp);
        await chat.AskAsync("1 rows");
        await mcp.KillAsync();
        await mcp.ListenAsync();

        Assert.Equal(4, (await chat.AskAsync("4 rows"))["result"]!["rows"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_call_that_fails_leaves_the_calls_of_others_alone()
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:Retries"] = "0" });
        var (running, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        chat.Mcp.Run = async (_, cancellationToken) =>
        {
            running.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return ScriptedMcpServer.Result(2);
        };
        var other = chat.AskAsync("heavy question");
        await running.Task.WaitAsync(ChatHost.Patience);

        chat.Mcp.Instead = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await chat.AskForProblemAsync(503, "1 rows");
        chat.Mcp.Instead = null;
        release.SetResult();

        Assert.Equal(2, (await other.WaitAsync(ChatHost.Patience))["result"]!["rows"]!.AsArray().Count);
        Assert.Equal(1, chat.Mcp.CallsOf("run_plan"));
    }

    [Fact]
    public async Task A_request_that_is_too_large_for_the_server_is_refused_once_and_the_connection_stays()
    {
        await using var chat = await ChatHost.StartAsync();
        await chat.AskAsync("1 rows");
        var requests = 0;
        chat.Mcp.Observe = _ => Interlocked.Increment(ref requests);
        chat.Mcp.Instead = context =>
        {
            context.Response.StatusCode = 413;
            return Task.CompletedTask;
        };

        var problem = await chat.AskForProblemAsync(502, "2 rows");

        Assert.Contains("too large", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(problem["retryable"]!.GetValue<bool>());
        Assert.Equal(1, requests);
        chat.Mcp.Instead = null;
        await chat.AskAsync("3 rows");
        Assert.Equal(3, requests); // a plan and a run, and no new handshake
    }

    [Theory]
    [InlineData(200, "application/json", "{\"hello\":")]
    [InlineData(200, "text/html", "<html>Bad gateway</html>")]
    [InlineData(200, "text/event-stream", "data: nonsense\n\n")]
    [InlineData(500, "text/plain", "at Some.Code() in /srv/app/secret.cs:line 12")]
    public async Task A_server_that_talks_nonsense_gives_a_clear_failure_without_internals(int status, string type, string body)
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:CallTimeoutSeconds"] = "1", ["Chat:BreakerThroughput"] = "1000" });
        await chat.AskAsync("1 rows");
        chat.Mcp.Instead = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, body);
        };

        using var response = await chat.PostAsync("/api/chat/query", new { message = "2 rows", sessionId = "s" });
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains((int)response.StatusCode, new[] { 503, 504 });
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", text, StringComparison.Ordinal);
        chat.Mcp.Instead = null;
        await chat.AskAsync("3 rows", "s");
    }

    [Fact]
    public async Task Results_that_are_no_results_are_told_apart_from_answers()
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:BreakerThroughput"] = "1000" });
        foreach (var garbage in new[] { "{}", "{\"queryId\":\"q\",\"columns\":[{\"name\":\"a\",\"type\":\"text\"}],\"rows\":[[1,2]]}", "{\"queryId\":\"q\",\"columns\":[],\"rows\":\"many\"}" })
        {
            chat.Mcp.Run = (_, _) => Task.FromResult(JsonNode.Parse(garbage)!);
            var problem = await chat.AskForProblemAsync(503, "1 rows");
            Assert.Contains("can't be read", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        chat.Mcp.Plan = (_, _) => Task.FromResult(JsonNode.Parse("""{"kind": "poem", "text": 7}""")!);
        await chat.AskForProblemAsync(503, "1 rows");
        chat.Mcp.Plan = (_, _) => Task.FromResult(JsonNode.Parse("""{"kind": "plan", "text": "no plan in it"}""")!);
        await chat.AskForProblemAsync(503, "1 rows");
    }

    [Fact]
    public async Task A_slow_server_is_given_up_and_its_query_stopped()
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:QuestionTimeoutSeconds"] = "1" });
        var stopped = new TaskCompletionSource();
        chat.Mcp.Run = async (_, cancellationToken) =>
        {
            using var registration = cancellationToken.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new JsonObject();
        };

        var problem = await chat.AskForProblemAsync(504, "slow question");

        Assert.Equal("timedOut", problem["kind"]!.GetValue<string>());
        Assert.Equal("SELECT 'slow question'", problem["sql"]!.GetValue<string>());
        await stopped.Task.WaitAsync(ChatHost.Patience);
    }

    [Fact]
    public async Task A_planner_that_hangs_is_given_up_after_its_time_limit()
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:CallTimeoutSeconds"] = "0.3" });
        chat.Mcp.Plan = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new JsonObject();
        };

        var problem = await chat.AskForProblemAsync(504, "hello");

        Assert.Contains("did not answer within 0.3 s", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(1, chat.Mcp.CallsOf("plan_question"));
    }

    [Fact]
    public async Task A_busy_engine_is_tried_again_and_then_answers()
    {
        await using var chat = await ChatHost.StartAsync();
        var runs = 0;
        chat.Mcp.Run = (_, _) => Interlocked.Increment(ref runs) < 3
            ? throw ScriptedMcpServer.Error("throttled", "Too many queries run.", retryable: true)
            : Task.FromResult<JsonNode>(ScriptedMcpServer.Result(1));

        Assert.Equal("table", (await chat.AskAsync("1 rows"))["result"]!["kind"]!.GetValue<string>());
        Assert.Equal(3, runs);
    }

    [Theory]
    [InlineData("execution", "Division by zero.", false, 502, "engine")]
    [InlineData("rowLimit", "More than 100,000 rows.", false, 422, "limit")]
    [InlineData("scanLimit", "It would scan 2 TB.", false, 422, "limit")]
    [InlineData("timeLimit", "Longer than 60 s.", false, 504, "timedOut")]
    [InlineData("refused", "Only SELECT is allowed.", false, 502, "engine")]
    [InlineData("badSql", "IO Error: no file matches /srv/lake/events/secret.parquet", false, 502, "engine")]
    public async Task Errors_of_the_engine_are_passed_on_once_without_internals(string kind, string message, bool retryable, int status, string failure)
    {
        await using var chat = await ChatHost.StartAsync();
        chat.Mcp.Run = (_, _) => throw ScriptedMcpServer.Error(kind, message, retryable);

        var problem = await chat.AskForProblemAsync(status, "1 rows");

        Assert.Equal(failure, problem["kind"]!.GetValue<string>());
        Assert.StartsWith(message.Split(' ')[0], problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("/srv", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(1, chat.Mcp.CallsOf("run_plan"));
    }

    [Fact]
    public async Task The_circuit_opens_after_failures_and_closes_when_the_server_is_back()
    {
        await using var mcp = await ScriptedMcpServer.StartAsync();
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:BreakerThroughput"] = "3", ["Chat:BreakerSeconds"] = "0.5" }, mcp);
        await mcp.KillAsync();

        var watch = Stopwatch.StartNew();
        string detail;
        do detail = (await chat.AskForProblemAsync(503, "1 rows"))["detail"]!.GetValue<string>();
        while (!detail.Contains("left alone", StringComparison.Ordinal) && watch.Elapsed < ChatHost.Patience);
        Assert.Contains("left alone", detail, StringComparison.Ordinal);
        using var open = await chat.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Contains("The circuit to the MCP server is open", await open.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(200, (int)open.StatusCode);

        await mcp.ListenAsync();
        var back = false;
        while (!back && watch.Elapsed < ChatHost.Patience)
        {
            using var response = await chat.PostAsync("/api/chat/query", new { message = "1 rows", sessionId = "s" });
            back = response.IsSuccessStatusCode;
        }

        Assert.True(back);
        Assert.Contains("The circuit to the MCP server is closed", await chat.Http.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_in_a_question_ends_that_question_alone()
    {
        var time = new FaultyTime();
        await using var chat = await ChatHost.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        await chat.AskAsync("1 rows", "s");
        time.IsBroken = true;

        var problem = await chat.AskForProblemAsync(502, "2 rows", "s");

        Assert.Contains("a fault on our side", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await chat.AskAsync("3 rows", "s");
    }

    [Fact]
    public async Task A_session_that_breaks_for_good_tells_its_askers_and_is_made_anew_for_the_next()
    {
        var history = new BrokenHistory();
        await using var chat = await ChatHost.StartAsync(services: services => services.AddSingleton<IChatHistory>(history));

        var problem = await chat.AskForProblemAsync(503, "1 rows", "s");
        Assert.Contains("interrupted by a fault on our side", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        history.IsBroken = false;
        await chat.AskAsync("1 rows", "s");
    }

    [Fact]
    public async Task A_history_that_is_away_does_not_keep_chat_from_answering()
    {
        var history = new BrokenHistory { IsAway = true };
        await using var chat = await ChatHost.StartAsync(services: services => services.AddSingleton<IChatHistory>(history));

        await chat.AskAsync("1 rows", "s");
        using var response = await chat.Http.GetAsync(new Uri("/api/chat/history/s", UriKind.Relative));
        Assert.Equal(503, (int)response.StatusCode);
    }

    /// <summary>Fails once, in the first thing that a question does.</summary>
    private sealed class FaultyTime : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (!IsBroken || !new StackTrace().ToString().Contains("PlanningClock", StringComparison.Ordinal)) return base.GetUtcNow();
            IsBroken = false;
            throw new InvalidOperationException("The clock has stopped.");
        }
    }

    /// <summary>Gives entries that no session can read, or nothing at all.</summary>
    private sealed class BrokenHistory : IChatHistory
    {
        public bool IsBroken { get; set; } = true;

        public bool IsAway { get; init; }

        public Task PrepareAsync(CancellationToken cancellationToken) => IsAway ? throw Away() : Task.CompletedTask;

        public Task AppendAsync(SessionKey session, HistoryEntry entry, CancellationToken cancellationToken) => IsAway ? throw Away() : Task.CompletedTask;

        public Task<IReadOnlyList<HistoryEntry>> ReadAsync(SessionKey session, int latest, CancellationToken cancellationToken) =>
            IsAway ? throw Away() : Task.FromResult<IReadOnlyList<HistoryEntry>>(IsBroken ? [null!] : []);

        public Task<IReadOnlyList<SessionSummary>> ListAsync(string tenant, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SessionSummary>>([]);

        private static HistoryUnavailableException Away() => new(new IOException("The disk is gone."));
    }
}

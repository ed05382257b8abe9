using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Telemetry.Chat.Tests.Hosting;

namespace Telemetry.Chat.Tests.Rest;

public sealed class QueryTests : IAsyncLifetime
{
    private ChatHost _chat = null!;

    public async ValueTask InitializeAsync() => _chat = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Fact]
    public async Task A_question_is_answered_with_a_table_and_where_it_comes_from()
    {
        var answer = await _chat.AskAsync("3 rows please");

        var result = answer["result"]!;
        Assert.Equal("table", result["kind"]!.GetValue<string>());
        Assert.Equal("Read as: 3 rows please", result["text"]!.GetValue<string>());
        Assert.Equal("""[["Country 0",0],["Country 1",1],["Country 2",2]]""", result["rows"]!.ToJsonString());
        Assert.Equal("country", result["columns"]![0]!["name"]!.GetValue<string>());
        Assert.Equal("integer", result["columns"]![1]!["type"]!.GetValue<string>());
        Assert.Equal("measure", result["columns"]![1]!["role"]!.GetValue<string>());
        Assert.Equal("bar", result["chart"]!["kind"]!.GetValue<string>());
        Assert.False(result["truncated"]!.GetValue<bool>());
        Assert.Equal("SELECT '3 rows please'", answer["sql"]!.GetValue<string>());
        Assert.Equal("3 rows please", answer["plan"]!["question"]!.GetValue<string>());
        Assert.Equal(4_096, answer["bytesScanned"]!.GetValue<long>());
        Assert.Equal("2026-03-18T20:29:00.000Z", answer["freshAt"]!.GetValue<string>());
        Assert.False(answer["cached"]!.GetValue<bool>());
        Assert.True(answer["queryTime"]!.GetValue<long>() >= 0);
    }

    [Fact]
    public async Task Numbers_arrive_as_the_engine_gave_them()
    {
        _chat.Mcp.Run = (_, _) =>
        {
            var result = ScriptedMcpServer.Result(0);
            result["rows"] = JsonNode.Parse("""[["a", 1.80564713839275], ["b", 9007199254740993], [null, -0.1], ["c", null]]""");
            return Task.FromResult<JsonNode>(result);
        };

        var answer = await _chat.AskAsync("exact numbers");

        Assert.Equal("""[["a",1.80564713839275],["b",9007199254740993],[null,-0.1],["c",null]]""", answer["result"]!["rows"]!.ToJsonString());
    }

    [Fact]
    public async Task Further_pages_are_fetched_up_to_the_limit_of_an_answer()
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:MaxAnswerRows"] = "2500" });

        Assert.Equal(2_400, (await chat.AskAsync("2400 rows"))["result"]!["rows"]!.AsArray().Count);
        var cut = (await chat.AskAsync("9000 rows"))["result"]!;

        Assert.Equal(2_500, cut["rows"]!.AsArray().Count);
        Assert.Equal(9_000, cut["rowCount"]!.GetValue<long>());
        Assert.True(cut["truncated"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_question_that_is_not_run_gets_its_kind_and_text()
    {
        _chat.Mcp.Plan = (call, _) => Task.FromResult<JsonNode>(call.Question switch
        {
            "views" => ScriptedMcpServer.Clarification("views", "starts", "viewers"),
            "what is rebuffering ratio" => new JsonObject { ["kind"] = "explanation", ["text"] = "Stalled time / watched time." },
            _ => ScriptedMcpServer.Refusal("The data can only be read."),
        });

        var asked = (await _chat.AskAsync("views"))["result"]!;
        Assert.Equal("clarification", asked["kind"]!.GetValue<string>());
        Assert.Equal("views as starts", asked["options"]![0]!["question"]!.GetValue<string>());
        Assert.Equal("explanation", (await _chat.AskAsync("what is rebuffering ratio"))["result"]!["kind"]!.GetValue<string>());
        var refused = await _chat.AskAsync("drop table events");
        Assert.Equal("refusal", refused["result"]!["kind"]!.GetValue<string>());
        Assert.Equal("The data can only be read.", refused["result"]!["text"]!.GetValue<string>());
        Assert.Empty(refused["result"]!["rows"]!.AsArray());
        Assert.Null(refused["sql"]);
        Assert.Equal(0, _chat.Mcp.CallsOf("run_plan"));
    }

    [Theory]
    [InlineData("""{"sessionId": "s"}""", "message")]
    [InlineData("""{"sessionId": "s", "message": "  \n "}""", "message")]
    [InlineData("""{"sessionId": "s", "message": 5}""", "message")]
    [InlineData("""{"message": "hello"}""", "sessionId")]
    [InlineData("""{"sessionId": "../../etc", "message": "hello"}""", "sessionId")]
    [InlineData("""{"sessionId": "s\n", "message": "hello"}""", "sessionId")]
    [InlineData("""{"sessionId": "s", "message": "hello", "boundFilters": {"tenant_id": ["x"]}}""", "boundFilters")]
    [InlineData("""{"sessionId": "s", "message": "hello", "boundFilters": {"country": "Germany"}}""", "boundFilters")]
    [InlineData("""{"sessionId": "s", "message": "hello" """, "body")]
    [InlineData("[]", "body")]
    [InlineData("", "body")]
    public async Task A_request_outside_of_the_limits_is_a_problem_that_names_the_field(string body, string field)
    {
        using var response = await _chat.Http.PostAsync("/api/chat/query", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(400, problem["status"]!.GetValue<int>());
        Assert.True(problem["errors"]!.AsObject().ContainsKey(field), problem.ToJsonString());
    }

    [Fact]
    public async Task A_message_may_have_2000_characters_and_no_more()
    {
        await _chat.AskAsync(new string('ä', 2_000));
        var problem = await _chat.AskForProblemAsync(400, new string('ä', 2_001));
        Assert.Contains("2,001 characters", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/chat/query", 405)]
    [InlineData("GET", "/api/chat/nothing", 404)]
    [InlineData("POST", "/api/chat/query", 415)]
    public async Task What_is_no_request_of_ours_is_a_problem_too(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST") request.Content = new StringContent("message=hello", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await _chat.Http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_unread()
    {
        using var response = await _chat.PostAsync("/api/chat/query", new { message = "hello", sessionId = "s", padding = new string('x', 70_000) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_page_may_call_and_other_origins_may_not()
    {
        async Task<bool> MayCallAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, "/api/chat/query");
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "content-type");
            using var response = await _chat.Http.SendAsync(request);
            return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) && allowed.Single() == origin;
        }

        Assert.True(await MayCallAsync("http://localhost:3000"));
        Assert.False(await MayCallAsync("http://evil.example"));
    }

    [Fact]
    public async Task The_dashboards_filters_reach_the_planner()
    {
        using var response = await _chat.PostAsync("/api/chat/query", new { message = "hello", sessionId = "s", boundFilters = new { country = new[] { "Germany" } } });
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("""{"country":["Germany"]}""", _chat.Mcp.Calls.Single(call => call.Tool == "plan_question").Arguments["boundFilters"]!.ToJsonString());
    }
}

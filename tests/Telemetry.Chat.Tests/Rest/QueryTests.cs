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

    [Theory]
    [InlineData("/api/chat/query", """{"sessionId": "s", "message": "a\ud800b"}""", "message")]
    [InlineData("/api/chat/query", """{"sessionId": "s", "message": "a\udc00"}""", "message")]
    [InlineData("/api/chat/query", """{"sessionId": "s\uDBFF", "message": "hello"}""", "sessionId")]
    [InlineData("/api/chat/query", """{"sessionId": "s", "message": "hello", "boundFilters": {"country": ["Germany", "\ud83c"]}}""", "boundFilters.country[1]")]
    [InlineData("/api/chat/query", """{"sessionId": "s", "message": "hello", "boundFilters": {"\ud83c": ["Germany"]}}""", "boundFilters")]
    [InlineData("/api/chat/query", """{"\ud83c": 1, "sessionId": "s", "message": "hello"}""", "body")]
    [InlineData("/api/chat/export", """{"queryId": "\ud83c"}""", "queryId")]
    [InlineData("/api/chat/export", """{"data": {"columns": ["a", "\ud83c"], "rows": []}}""", "data.columns[1]")]
    [InlineData("/api/chat/export", """{"data": {"columns": [{"name": "\ud83c"}], "rows": []}}""", "data.columns[0].name")]
    [InlineData("/api/chat/export", """{"data": {"columns": ["a"], "rows": [["\ud83c\udfac"], ["\ud83c"]]}}""", "data.rows[1][0]")]
    [InlineData("/api/chat/export", """{"data": [{"a": 1}, {"a": "\ud83c"}]}""", "data[1].a")]
    [InlineData("/api/chat/export", """{"data": [{"a": 1, "\ud83c": 2}]}""", "data[0]")]
    public async Task Half_of_a_surrogate_pair_is_a_problem_that_names_the_field(string path, string body, string field)
    {
        using var response = await _chat.Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        await AssertNamesAsync(response, field, "half of a surrogate pair");
    }

    [Fact]
    public async Task Bytes_that_are_not_utf_8_are_a_problem_that_names_the_field()
    {
        byte[] body = [.. """{"sessionId": "s", "message": "a"""u8, 0xFF, .. "\"}"u8];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var response = await _chat.Http.PostAsync("/api/chat/query", content);
        await AssertNamesAsync(response, "message", "bytes that are not UTF-8");
    }

    [Fact]
    public async Task An_escaped_surrogate_pair_is_a_character_like_others()
    {
        using var response = await _chat.Http.PostAsync(
            "/api/chat/query", new StringContent("""{"sessionId": "s", "message": "\ud83c\udfac in \ud55c\uad6d"}""", Encoding.UTF8, "application/json"));
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("🎬 in 한국", _chat.Mcp.Calls.Single(call => call.Tool == "plan_question").Question);
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

    private static async Task AssertNamesAsync(HttpResponseMessage response, string field, string found)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, body);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(body)!;
        Assert.True(problem["errors"]!.AsObject().ContainsKey(field), body);
        Assert.Contains(found, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("expected Unicode text", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}

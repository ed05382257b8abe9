using System.Text.Json.Nodes;
using Telemetry.Chat.Tests.Hosting;

namespace Telemetry.Chat.Tests.Sessions;

public sealed class ConversationTests : IAsyncLifetime
{
    private ChatHost _chat = null!;

    public async ValueTask InitializeAsync() => _chat = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    private IEnumerable<string> EarlierPlans => PlansOf("plan_question");

    [Fact]
    public async Task Earlier_plans_go_with_a_question_of_the_same_session_only()
    {
        await _chat.AskAsync("error rate", "one");
        await _chat.AskAsync("only mobile", "one");
        Assert.Equal(["error rate"], EarlierPlans);
        await _chat.AskAsync("and by city", "one");
        Assert.Equal(["error rate", "only mobile"], EarlierPlans);
        await _chat.AskAsync("hello", "two");
        Assert.Empty(EarlierPlans);
    }

    [Fact]
    public async Task Earlier_plans_that_are_too_large_together_are_left_out_oldest_first()
    {
        _chat.Mcp.Plan = (call, _) =>
        {
            var planned = ScriptedMcpServer.Planned(call.Question);
            planned["plan"]!["filters"] = new string('x', 200 * 1024);
            return Task.FromResult<JsonNode>(planned);
        };
        foreach (var question in new[] { "a", "b", "c", "d" }) await _chat.AskAsync(question, "s");
        Assert.Equal(["b", "c"], EarlierPlans);

        await _chat.Http.GetStringAsync("/api/chat/suggestions?sessionId=s");
        Assert.Equal(["c", "d"], PlansOf("suggest_questions"));
    }

    [Fact]
    public async Task Undo_forgets_the_plan_that_it_undoes()
    {
        _chat.Mcp.Plan = (call, _) => Task.FromResult<JsonNode>(ScriptedMcpServer.Planned(
            call.Question == "undo" ? call.Arguments["earlierPlans"]!.AsArray()[^2]!["question"]!.GetValue<string>() : call.Question));
        foreach (var question in new[] { "a", "b", "c", "undo", "undo" }) await _chat.AskAsync(question, "s");
        await _chat.AskAsync("d", "s");
        Assert.Equal(["a"], EarlierPlans);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("viewers")]
    [InlineData("I mean the viewers, please")]
    [InlineData("Views as viewers?")]
    public async Task A_choice_may_be_named_in_several_ways_and_is_remembered(string choice)
    {
        _chat.Mcp.Plan = (call, _) => Task.FromResult<JsonNode>(
            call.Question == "views" ? ScriptedMcpServer.Clarification("views", "starts", "viewers") : ScriptedMcpServer.Planned(call.Question));

        await _chat.AskAsync("views", "s");
        var chosen = await _chat.AskAsync(choice, "s");
        await _chat.AskAsync("something else", "s");

        Assert.Equal("Read as: views as viewers", chosen["result"]!["text"]!.GetValue<string>());
        Assert.Equal("measure_viewers", _chat.Mcp.Calls.Last(call => call.Tool == "plan_question").Arguments["choices"]!["views"]!.GetValue<string>());
    }

    [Fact]
    public async Task Suggestions_are_asked_for_with_the_sessions_plans()
    {
        await _chat.AskAsync("error rate", "s");
        var answer = JsonNode.Parse(await _chat.Http.GetStringAsync("/api/chat/suggestions?sessionId=s"))!;

        Assert.Equal(["Top titles today", "Error rate by device"], answer["suggestions"]!.AsArray().Select(text => text!.GetValue<string>()));
        Assert.Equal("error rate", _chat.Mcp.Calls.Last().Arguments["earlierPlans"]![0]!["question"]!.GetValue<string>());
        Assert.NotEmpty(JsonNode.Parse(await _chat.Http.GetStringAsync("/api/chat/suggestions"))!["suggestions"]!.AsArray());
    }

    [Fact]
    public async Task Questions_of_a_session_are_answered_in_their_order_and_not_without_end()
    {
        var release = new TaskCompletionSource();
        var first = new TaskCompletionSource();
        _chat.Mcp.Run = async (_, _) =>
        {
            first.TrySetResult();
            await release.Task;
            return ScriptedMcpServer.Result(1);
        };
        var asked = new List<Task> { _chat.AskAsync("0", "s") };
        await first.Task.WaitAsync(ChatHost.Patience);

        // One at work and four that wait: of five more, one is too many.
        var more = Enumerable.Range(1, 5).Select(number => _chat.PostAsync("/api/chat/query", new { message = $"{number}", sessionId = "s" })).ToList();
        using var refused = await (await Task.WhenAny(more).WaitAsync(ChatHost.Patience));
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.True(refused.Headers.Contains("Retry-After"));
        release.SetResult();
        await Task.WhenAll(more).WaitAsync(ChatHost.Patience);
        await asked[0];
        Assert.Equal(4, more.Count(answer => answer.Result.IsSuccessStatusCode));
    }

    [Fact]
    public async Task Sessions_are_listed_latest_first_and_histories_of_unknown_ones_are_empty()
    {
        await _chat.AskAsync("first", "one");
        await _chat.AskAsync("second", "two");
        await _chat.AskAsync("third", "one");

        var sessions = JsonNode.Parse(await _chat.Http.GetStringAsync("/api/chat/sessions"))!["sessions"]!.AsArray();

        Assert.Equal(["one", "two"], sessions.Select(session => session!["sessionId"]!.GetValue<string>()));
        Assert.Equal("first", sessions[0]!["title"]!.GetValue<string>());
        Assert.Equal(2, sessions[0]!["questions"]!.GetValue<int>());
        Assert.Empty(JsonNode.Parse(await _chat.Http.GetStringAsync("/api/chat/history/unknown"))!["messages"]!.AsArray());
    }

    private IEnumerable<string> PlansOf(string tool) =>
        (_chat.Mcp.Calls.Last(call => call.Tool == tool).Arguments["earlierPlans"]?.AsArray() ?? []).Select(plan => plan!["question"]!.GetValue<string>());
}

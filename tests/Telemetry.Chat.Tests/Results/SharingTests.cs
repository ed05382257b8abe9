using System.Text.Json.Nodes;
using Telemetry.Chat.Tests.Hosting;

namespace Telemetry.Chat.Tests.Results;

/// <summary>Equal questions, one query.</summary>
public sealed class SharingTests
{
    [Fact]
    public async Task The_same_question_again_is_answered_from_what_is_kept()
    {
        await using var chat = await ChatHost.StartAsync();
        var first = await chat.AskAsync("3 rows");
        var again = await chat.AskAsync("3 rows");

        Assert.True(again["cached"]!.GetValue<bool>());
        Assert.Equal(first["result"]!["rows"]!.ToJsonString(), again["result"]!["rows"]!.ToJsonString());
        Assert.Equal(1, chat.Mcp.CallsOf("run_plan"));
    }

    [Fact]
    public async Task Live_numbers_are_never_kept_as_an_answer()
    {
        await using var chat = await ChatHost.StartAsync();
        chat.Mcp.Plan = (call, _) => Task.FromResult<JsonNode>(ScriptedMcpServer.Planned(call.Question, source: "live"));
        await chat.AskAsync("1 rows");
        Assert.False((await chat.AskAsync("1 rows"))["cached"]!.GetValue<bool>());
        Assert.Equal(2, chat.Mcp.CallsOf("run_plan"));
    }

    [Fact]
    public async Task Twenty_who_ask_the_same_at_once_share_one_run()
    {
        await using var chat = await ChatHost.StartAsync();
        var planned = 0;
        var everybody = new TaskCompletionSource();
        chat.Mcp.Plan = (call, _) =>
        {
            if (Interlocked.Increment(ref planned) == 20) everybody.SetResult();
            return Task.FromResult<JsonNode>(ScriptedMcpServer.Planned(call.Question));
        };
        chat.Mcp.Run = async (_, _) =>
        {
            await everybody.Task.WaitAsync(ChatHost.Patience, CancellationToken.None);
            return ScriptedMcpServer.Result(5);
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => chat.AskAsync("5 rows")));

        Assert.All(answers, answer => Assert.Equal(5, answer["result"]!["rows"]!.AsArray().Count));
        Assert.Equal(1, chat.Mcp.CallsOf("run_plan"));
    }

    [Fact]
    public async Task Twenty_who_ask_different_things_at_once_each_get_their_own()
    {
        await using var chat = await ChatHost.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(async rows => (rows, answer: await chat.AskAsync($"{rows} rows"))));
        Assert.All(answers, pair => Assert.Equal(pair.rows, pair.answer["result"]!["rows"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_tenants_queries_run_up_to_its_limit_and_the_rest_wait_or_are_refused()
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:QueriesPerTenant"] = "2", ["Chat:WaitingPerTenant"] = "1" });
        var (running, most) = (0, 0);
        using var started = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        chat.Mcp.Run = async (call, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            started.Release();
            await release.Task;
            Interlocked.Decrement(ref running);
            return ScriptedMcpServer.Result(1);
        };

        var asked = Enumerable.Range(0, 4).Select(number => chat.PostAsync("/api/chat/query", new { message = $"question {number}", sessionId = $"s{number}" })).ToList();
        using var refused = await (await Task.WhenAny(asked).WaitAsync(ChatHost.Patience));
        for (var i = 0; i < 2; i++) Assert.True(await started.WaitAsync(ChatHost.Patience));
        release.SetResult();
        var all = await Task.WhenAll(asked);

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal(3, all.Count(answer => answer.IsSuccessStatusCode));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task An_asker_who_leaves_stops_the_query_unless_somebody_else_waits_for_it()
    {
        await using var chat = await ChatHost.StartAsync();
        var running = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        chat.Mcp.Run = async (_, cancellationToken) =>
        {
            running.TrySetResult();
            using var registration = cancellationToken.Register(stopped.SetResult);
            await release.Task.WaitAsync(cancellationToken);
            return ScriptedMcpServer.Result(1);
        };
        using var leaving = new CancellationTokenSource();
        var first = chat.Http.PostAsync("/api/chat/query", Body("same", "one"), leaving.Token);
        await running.Task.WaitAsync(ChatHost.Patience);
        var second = chat.Http.PostAsync("/api/chat/query", Body("same", "two"));
        await WaitForPlansAsync(chat, 2);
        leaving.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        release.SetResult();
        using var answer = await second.WaitAsync(ChatHost.Patience);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.False(stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task An_asker_who_leaves_alone_stops_the_query_at_the_server()
    {
        await using var chat = await ChatHost.StartAsync();
        var running = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        chat.Mcp.Run = async (_, cancellationToken) =>
        {
            running.TrySetResult();
            using var registration = cancellationToken.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new JsonObject();
        };
        using var leaving = new CancellationTokenSource();
        var asked = chat.Http.PostAsync("/api/chat/query", Body("slow", "one"), leaving.Token);
        await running.Task.WaitAsync(ChatHost.Patience);
        leaving.Cancel();
        await stopped.Task.WaitAsync(ChatHost.Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    private static StringContent Body(string message, string session) =>
        new($$"""{"message": "{{message}}", "sessionId": "{{session}}"}""", System.Text.Encoding.UTF8, "application/json");

    private static async Task WaitForPlansAsync(ChatHost chat, int count)
    {
        using var patience = new CancellationTokenSource(ChatHost.Patience);
        while (chat.Mcp.CallsOf("plan_question") < count) await Task.Delay(5, patience.Token);
    }
}

using System.Text.Json.Nodes;
using Telemetry.Chat.Tests.Hosting;

namespace Telemetry.Chat.Tests.Tools;

public sealed class WarmUpTests
{
    private static readonly Uri Ready = new("/health/ready", UriKind.Relative);

    [Fact]
    public async Task The_host_is_ready_when_the_suggested_questions_have_been_planned_and_run()
    {
        await using var mcp = await ScriptedMcpServer.StartAsync();
        var (running, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var run = mcp.Run;
        mcp.Run = async (call, cancellationToken) =>
        {
            running.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return await run(call, cancellationToken);
        };
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:WarmUpQuestions"] = "2" }, mcp);
        await running.Task.WaitAsync(ChatHost.Patience, TestContext.Current.CancellationToken);
        using (var early = await chat.Http.GetAsync(Ready, TestContext.Current.CancellationToken)) Assert.Equal(503, (int)early.StatusCode);
        release.SetResult();
        await UntilReadyAsync(chat);
        Assert.Equal(["Top titles today", "Error rate by device"], mcp.Calls.Where(call => call.Tool == "plan_question").Select(call => call.Question));
        Assert.Equal(2, mcp.CallsOf("run_plan"));
    }

    [Fact]
    public async Task Without_an_MCP_server_the_host_is_ready_all_the_same_and_the_circuit_stays_closed()
    {
        await using var mcp = await ScriptedMcpServer.StartAsync();
        mcp.Instead = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:WarmUpQuestions"] = "2" }, mcp);
        await UntilReadyAsync(chat);
        Assert.Contains("circuit to the MCP server is closed", await chat.Http.GetStringAsync(Ready, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        mcp.Instead = null;
        Assert.Equal("table", (await chat.AskAsync("2 rows"))["result"]!["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_question_that_fails_while_warming_up_is_no_reason_not_to_be_ready()
    {
        await using var mcp = await ScriptedMcpServer.StartAsync();
        mcp.Plan = (_, _) => Task.FromResult<JsonNode>(new JsonObject { ["nonsense"] = 1 });
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:WarmUpQuestions"] = "1", ["Chat:Retries"] = "0" }, mcp);
        await UntilReadyAsync(chat);
    }

    private static async Task UntilReadyAsync(ChatHost chat)
    {
        using var patience = new CancellationTokenSource(ChatHost.Patience);
        while (true)
        {
            using var answer = await chat.Http.GetAsync(Ready, patience.Token);
            if (answer.IsSuccessStatusCode) return;
        }
    }
}

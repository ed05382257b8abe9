using Telemetry.Chat.Tests.Hosting;
using Telemetry.Grpc.Tests.NodeClients;

namespace Telemetry.Chat.Tests.Services;

/// <summary>ChatService as clients see it that others wrote; each test of the file is counted as one here.</summary>
public sealed class NodeClientTests
{
    public static async Task<IEnumerable<TheoryDataRow<NodeTest>>> Of(string file)
    {
        await using var chat = await ChatHost.StartAsync();
        var run = chat.Mcp.Run;
        chat.Mcp.Run = async (call, cancellationToken) =>
        {
            if (call.PlannedFrom == "slow") await Task.Delay(Timeout.Infinite, cancellationToken);
            return await run(call, cancellationToken);
        };
        var tests = await NodeTestRun.RunAsync(file, chat.Web, chat.Grpc);
        return tests.Select(test => new TheoryDataRow<NodeTest>(test));
    }

    [Theory]
    [MemberData(nameof(Of), "chat-service.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Grpc_js_and_connect_web_against_the_chat(NodeTest test) => test.AssertPassed();
}

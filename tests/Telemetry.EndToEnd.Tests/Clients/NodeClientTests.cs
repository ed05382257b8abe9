using Telemetry.EndToEnd.Tests.Running;
using Telemetry.Grpc.Tests.NodeClients;

namespace Telemetry.EndToEnd.Tests.Clients;

/// <summary>LiveService of the whole product as clients see it that others wrote; each test of the file is counted as one here.</summary>
public sealed class NodeClientTests
{
    public static async Task<IEnumerable<TheoryDataRow<NodeTest>>> Of(string file)
    {
        await using var host = await AppHostProcess.StartAsync(["--rate", "500"]);
        var tests = await NodeTestRun.RunAsync(file, host.Addresses.LiveWeb, host.Addresses.LiveGrpc);
        return tests.Select(test => new TheoryDataRow<NodeTest>(test));
    }

    [Theory]
    [MemberData(nameof(Of), "live-service.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Grpc_js_and_connect_web_against_the_live_service(NodeTest test) => test.AssertPassed();
}

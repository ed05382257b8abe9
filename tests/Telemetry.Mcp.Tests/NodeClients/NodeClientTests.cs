using Telemetry.Mcp.Tests.Conformance;
using Telemetry.Mcp.Tests.Hosting;

namespace Telemetry.Mcp.Tests.NodeClients;

/// <summary>
/// The TypeScript SDK and the protocol's conformance suite against our server. Each test of a file is counted as one here: the rows are
/// the outcome of the run, so they are not known before it.
/// </summary>
public sealed class NodeClientTests
{
    public static async Task<IEnumerable<TheoryDataRow<NodeTest>>> OfServer(string file)
    {
        await using var host = await McpHost.StartAsync();
        return Rows(await NodeTestRun.RunAsync(file, ("MCP_ADDRESS", host.Address.ToString())));
    }

    public static async Task<IEnumerable<TheoryDataRow<NodeTest>>> OfTransport(string file)
    {
        await using var host = await ConformanceHost.StartAsync();
        return Rows(await NodeTestRun.RunAsync(file, ("MCP_ADDRESS", host.Address.ToString())));
    }

    public static async Task<IEnumerable<TheoryDataRow<NodeTest>>> OfProcess(string file)
    {
        var lake = Directory.CreateTempSubdirectory("telemetry-mcp-").FullName;
        try
        {
            return Rows(await NodeTestRun.RunAsync(file, ("MCP_SERVER", Path.Combine(AppContext.BaseDirectory, "Telemetry.Mcp.dll")), ("MCP_LAKE", lake)));
        }
        finally
        {
            Directory.Delete(lake, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(OfServer), "client.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Typescript_client_over_http(NodeTest test) => test.AssertPassed();

    [Theory]
    [MemberData(nameof(OfProcess), "stdio.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Typescript_client_over_stdio(NodeTest test) => test.AssertPassed();

    [Theory]
    [MemberData(nameof(OfServer), "conformance-server.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Conformance_of_the_server(NodeTest test) => test.AssertPassed();

    [Theory]
    [MemberData(nameof(OfTransport), "conformance-transport.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Conformance_of_the_transport(NodeTest test) => test.AssertPassed();

    private static IEnumerable<TheoryDataRow<NodeTest>> Rows(IReadOnlyList<NodeTest> tests) => tests.Select(test => new TheoryDataRow<NodeTest>(test));
}

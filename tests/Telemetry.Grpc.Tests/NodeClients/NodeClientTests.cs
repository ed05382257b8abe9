using Telemetry.Grpc.Tests.Conformance;

namespace Telemetry.Grpc.Tests.NodeClients;

/// <summary>
/// grpc-js, connect-node, connect-web and bare sockets against our hosting. Each test of a file is counted as one here: the rows are the
/// outcome of the run, so they are not known before it.
/// </summary>
public sealed class NodeClientTests
{
    public static async Task<IEnumerable<TheoryDataRow<NodeTest>>> Of(string file)
    {
        await using var host = await ConformanceHost.StartAsync();
        return (await NodeTestRun.RunAsync(file, host.Web, host.Grpc)).Select(test => new TheoryDataRow<NodeTest>(test));
    }

    [Theory]
    [MemberData(nameof(Of), "conformance-grpc-js.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Grpc_js_over_http2(NodeTest test) => test.AssertPassed();

    [Theory]
    [MemberData(nameof(Of), "discovery-grpc-js.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Grpc_js_asks_for_health_and_reflection(NodeTest test) => test.AssertPassed();

    [Theory]
    [MemberData(nameof(Of), "conformance-connect-node-grpc.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Connect_node_with_grpc_over_http2(NodeTest test) => test.AssertPassed();

    [Theory]
    [MemberData(nameof(Of), "conformance-connect-node-grpc-web.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Connect_node_with_grpc_web_over_http1(NodeTest test) => test.AssertPassed();

    [Theory]
    [MemberData(nameof(Of), "conformance-connect-node-grpc-web-http2.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Connect_node_with_grpc_web_over_http2(NodeTest test) => test.AssertPassed();

    [Theory]
    [MemberData(nameof(Of), "conformance-connect-web.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Connect_web_with_fetch(NodeTest test) => test.AssertPassed();

    [Theory]
    [MemberData(nameof(Of), "conformance-wire.test.mjs", DisableDiscoveryEnumeration = true)]
    public void Bare_sockets(NodeTest test) => test.AssertPassed();
}

namespace Telemetry.AppHost;

/// <summary>The ports of the product: the only place where they are numbers. 0 stands for any free one.</summary>
/// <param name="Page">The web page.</param>
/// <param name="LiveWeb">Live data over gRPC-Web, for browsers.</param>
/// <param name="LiveGrpc">Live data over gRPC (HTTP/2 in clear text), for services.</param>
/// <param name="ChatWeb">The chat over REST and gRPC-Web.</param>
/// <param name="ChatGrpc">The chat over gRPC.</param>
/// <param name="Mcp">The MCP server.</param>
/// <param name="Issuer">The development issuer, where people sign in.</param>
public sealed record Ports(int Page, int LiveWeb, int LiveGrpc, int ChatWeb, int ChatGrpc, int Mcp, int Issuer)
{
    /// <summary>The largest offset at which every port is one.</summary>
    public const int MaxOffset = 65_535 - 3_012;

    /// <summary>The ports that the documentation names.</summary>
    public static Ports Default { get; } = new(Page: 3000, LiveWeb: 3001, LiveGrpc: 3011, ChatWeb: 3002, ChatGrpc: 3012, Mcp: 3003, Issuer: 3004);

    /// <summary>Ports that nothing else listens on, chosen by the system.</summary>
    public static Ports Free { get; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>All ports moved up, so that several instances fit on one machine.</summary>
    public static Ports At(int offset) => new(
        Default.Page + offset, Default.LiveWeb + offset, Default.LiveGrpc + offset, Default.ChatWeb + offset, Default.ChatGrpc + offset, Default.Mcp + offset,
        Default.Issuer + offset);
}

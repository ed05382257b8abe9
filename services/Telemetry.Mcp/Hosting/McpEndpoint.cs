using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Telemetry.Mcp.Hosting;

/// <summary>The address that a started host serves; it says which port was taken when 0 was asked for.</summary>
public sealed class McpEndpoint
{
    private ListenOptions? _listening;

    /// <summary>Address to give to a client.</summary>
    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public Uri Address =>
        _listening?.IPEndPoint is { Port: not 0 } endpoint
            ? new Uri($"http://{endpoint}{McpEndpointOptions.Path}")
            : throw new InvalidOperationException("The host has not bound its MCP endpoint; read its address after it has started.");

    internal void Listening(ListenOptions listening) => _listening = listening;
}

/// <summary>Opens the port.</summary>
internal sealed class McpKestrel(IOptions<McpEndpointOptions> options, McpEndpoint endpoint) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.Value.MaxRequestBytes;
        kestrel.Listen(IPAddress.Parse(options.Value.BindAddress), options.Value.Port, endpoint.Listening);
    }
}

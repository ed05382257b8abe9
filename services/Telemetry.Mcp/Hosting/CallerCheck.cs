using System.Net;
using Microsoft.Extensions.Options;

namespace Telemetry.Mcp.Hosting;

/// <summary>
/// Keeps web pages of others out (MCP, Streamable HTTP, security): a browser says whose page calls in <c>Origin</c>, and under which
/// name it believes to reach this machine in <c>Host</c>.
/// </summary>
internal sealed class CallerCheck(IOptions<McpEndpointOptions> options)
{
    private readonly McpEndpointOptions _options = options.Value;

    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        !IsHostAllowed(context.Request.Host) ? RefuseAsync(context, $"Host '{context.Request.Host}' isn't one of this server's names; see Mcp:AllowedHosts.")
        : !IsOriginAllowed(context.Request) ? RefuseAsync(context, $"Origin '{context.Request.Headers.Origin}' may not call this server; see Mcp:AllowedOrigins.")
        : next(context);

    private bool IsHostAllowed(HostString host)
    {
        if (_options.AllowedHosts.Count > 0) return _options.AllowedHosts.Contains(host.Host.Trim('[', ']'), StringComparer.OrdinalIgnoreCase);
        return !IPAddress.IsLoopback(IPAddress.Parse(_options.BindAddress)) || IsLoopback(host.Host);
    }

    private bool IsOriginAllowed(HttpRequest request)
    {
        if (request.Headers.Origin is not { Count: > 0 } origins) return true;
        return origins is [{ } origin]
            && (origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
                || _options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase));
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // The body is what the protocol asks for: a JSON-RPC error without an id.
    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsJsonAsync(new { jsonrpc = "2.0", id = (string?)null, error = new { code = -32000, message = reason } });
    }
}

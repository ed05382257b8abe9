using Microsoft.Extensions.Options;
using Telemetry.ServiceDefaults.Hosts;

namespace Telemetry.Mcp.Hosting;

/// <summary>
/// Keeps web pages of others out (MCP, Streamable HTTP, security): a browser says whose page calls in <c>Origin</c>, and under which
/// name it believes to reach this machine in <c>Host</c>.
/// </summary>
internal sealed class CallerCheck(IOptions<McpEndpointOptions> options)
{
    private readonly McpEndpointOptions _options = options.Value;
    private readonly OwnNames _names = new(options.Value.BindAddress, options.Value.AllowedHosts);

    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        !_names.Have(context.Request.Host.Host) ? RefuseAsync(context, $"Host '{context.Request.Host}' isn't one of this server's names; see Mcp:AllowedHosts.")
        : !IsOriginAllowed(context.Request) ? RefuseAsync(context, $"Origin '{context.Request.Headers.Origin}' may not call this server; see Mcp:AllowedOrigins.")
        : next(context);

    private bool IsOriginAllowed(HttpRequest request)
    {
        if (request.Headers.Origin is not { Count: > 0 } origins) return true;
        return origins is [{ } origin]
            && (origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
                || _options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase));
    }

    // The body is what the protocol asks for: a JSON-RPC error without an id.
    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsJsonAsync(new { jsonrpc = "2.0", id = (string?)null, error = new { code = -32000, message = reason } });
    }
}

using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Telemetry.Grpc.Hosting;

/// <summary>
/// Keeps pages of others out whose name was made to lead to this machine (DNS rebinding): to the browser they are at home here, so
/// CORS does not apply, but it says in <c>Host</c> under which name it came. No browser speaks HTTP/2 in clear text, so clients of the
/// gRPC port may call this server what they like.
/// </summary>
internal sealed class HostCheck(IOptions<GrpcEndpointOptions> options)
{
    private readonly GrpcEndpointOptions _options = options.Value;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if ((HttpProtocol.IsHttp2(request.Protocol) && !request.IsHttps) || IsAllowed(request.Host.Host)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"Host '{request.Host}' is none of this server's names; whoever runs it can add it to Grpc:AllowedHosts.");
    }

    private bool IsAllowed(string host)
    {
        if (_options.AllowedHosts.Count > 0) return _options.AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);
        return !IPAddress.IsLoopback(IPAddress.Parse(_options.BindAddress)) || IsOfThisMachine(host);
    }

    // Nobody registers a name without a dot: "localhost", or what a container is called by its neighbours.
    private static bool IsOfThisMachine(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? IPAddress.IsLoopback(address) : !host.Contains('.', StringComparison.Ordinal);
}

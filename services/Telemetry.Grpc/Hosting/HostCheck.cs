using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Telemetry.ServiceDefaults.Hosts;

namespace Telemetry.Grpc.Hosting;

/// <summary>
/// Keeps pages of others out whose name was made to lead to this machine, to which CORS does not apply. No browser speaks HTTP/2 in
/// clear text, so clients of the gRPC port may call this server what they like.
/// </summary>
internal sealed class HostCheck(IOptions<GrpcEndpointOptions> options)
{
    private readonly OwnNames _names = new(options.Value.BindAddress, options.Value.AllowedHosts);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if ((HttpProtocol.IsHttp2(request.Protocol) && !request.IsHttps) || _names.Have(request.Host.Host)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"Host '{request.Host}' is none of this server's names; whoever runs it can add it to Grpc:AllowedHosts.");
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Telemetry.Grpc.Hosting;

/// <summary>Opens the two ports and sets Kestrel up for many long-lived, cheap streams.</summary>
/// <remarks>
/// The socket transport stays as it is. Measured with a 3-KB frame written 40 times a second to 1,000 HTTP/1.1 gRPC-Web streams on two
/// cores: 10.4 µs of CPU a write, where a bare Socket.Send costs 7.2 µs; nothing allocated. One I/O queue instead of two: 10.6 µs;
/// none (thread pool): 10.8 µs; UnsafePreferInlineScheduling: 12.2 µs, and it would let one slow handler hold up every socket.
/// </remarks>
internal sealed class KestrelEndpoints(IOptions<GrpcEndpointOptions> endpointOptions, GrpcEndpoints endpoints)
    : IConfigureOptions<KestrelServerOptions>
{
    private readonly GrpcEndpointOptions _options = endpointOptions.Value;

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        SetLimits(kestrel.Limits);

        var address = IPAddress.Parse(_options.BindAddress);
        // Kestrel keeps it for as long as it listens.
        var certificate = _options.UsesTls
            ? X509Certificate2.CreateFromPemFile(_options.CertificatePath!, _options.CertificateKeyPath)
            : null;
        ListenOptions? grpc = null;
        var clearText = new ClearTextHttp2(kestrel.Limits.RequestHeadersTimeout);
        kestrel.Listen(address, _options.GrpcPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
                listen.UseHttps(certificate);
            else
                listen.Use(clearText.Offer);
            grpc = listen;
        });
        kestrel.Listen(address, _options.WebPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
            else
            {
                // Without TLS there is no ALPN, and Kestrel then speaks HTTP/1.1 only on a port that has both.
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(clearText.Take);
            }
            endpoints.Scheme = certificate is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
            endpoints.Listening(listen, grpc!);
        });
    }

    private void SetLimits(KestrelServerLimits limits)
    {
        limits.Http2.MaxStreamsPerConnection = _options.MaxStreamsPerConnection;
        // A client that vanished without closing is noticed by pings after 30 s of silence, as nothing else asks HTTP/2 peers to answer.
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        // A stream whose reader takes less than 240 B/s while data waits for it is cut. The default grace of 5 s is too short for a laptop
        // that changes networks; its stream would be full of newer state after a minute all the same.
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(30));
    }
}

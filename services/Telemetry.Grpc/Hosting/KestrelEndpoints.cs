using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Telemetry.Grpc.Hosting;

/// <summary>Opens the two ports and sets Kestrel up for many long-lived, cheap streams.</summary>
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

    /// <summary>
    /// Who writes a message also sends it, on the same thread: a hub that serves a thousand streams in bursts then wakes no other
    /// thread for them. What that is unsafe for is code that blocks between the transport and a handler; there is none, and .NET takes
    /// another thread of the pool for the other sockets' events while one is being handled.
    /// </summary>
    /// <remarks>1,000 streams and 5,000 events/s, two cores (<c>--target=Load</c>): 0.69 core and p50 25.5 ms, against 0.80 and 26.6.</remarks>
    public static void SetSockets(SocketTransportOptions sockets) => sockets.UnsafePreferInlineScheduling = true;

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

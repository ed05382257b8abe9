namespace Telemetry.Grpc.Hosting;

/// <summary>Where and how a host serves gRPC. Section <c>Grpc</c> of the configuration; checked when the host starts.</summary>
public sealed class GrpcEndpointOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Grpc";

    /// <summary>The IP address to listen on. Default: 127.0.0.1; set 0.0.0.0 or :: to serve other machines.</summary>
    public string BindAddress { get; set; } = "127.0.0.1";

    /// <summary>Port for gRPC-Web over HTTP/1.1 and HTTP/2. Default: 3001; 0 takes a free one.</summary>
    public int WebPort { get; set; } = 3001;

    /// <summary>
    /// Port for gRPC over HTTP/2: clear text (h2c, prior knowledge) unless a certificate is set. Default: 3011; 0 takes a free one.
    /// </summary>
    public int GrpcPort { get; set; } = 3011;

    /// <summary>Largest request message, after decompression, bytes. A larger one fails with RESOURCE_EXHAUSTED. Default: 256 KiB.</summary>
    public int MaxReceiveMessageBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Concurrent calls on one HTTP/2 connection, 1 to 65,536. Call n + 1 waits without a word until another one ends, so the bound lies
    /// above the streams that a node admits: a client then meets the readable refusal of that cap first. Default: 4,096.
    /// </summary>
    public int MaxStreamsPerConnection { get; set; } = 4_096;

    /// <summary>
    /// Origins of pages that may call from a browser, such as <c>https://ops.example.com</c>; <c>*</c> stands for any. Requests with
    /// another origin get no CORS headers, which makes the browser refuse the answer. Default: none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Names by which browsers may reach this server (their <c>Host</c>, without the port); others get 403. They keep out pages of others
    /// whose name was made to lead here (DNS rebinding), for which a browser asks no leave. Default: on a loopback address its own
    /// addresses and names without a dot, else any. A proxy on the same machine that passes a public name on needs that name here.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>PEM file with the server's certificate (chain). When it is set both ports speak TLS. Default: none.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>PEM file with the certificate's private key; needed when <see cref="CertificatePath"/> is set.</summary>
    public string? CertificateKeyPath { get; set; }

    /// <summary>Whether both ports speak TLS.</summary>
    internal bool UsesTls => !string.IsNullOrEmpty(CertificatePath);
}

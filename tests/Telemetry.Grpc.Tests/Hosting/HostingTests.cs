using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Telemetry.Grpc.Tests.Conformance;

namespace Telemetry.Grpc.Tests.Hosting;

public sealed class HostingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Addresses_are_not_known_before_the_start()
    {
        await using var host = new ConformanceHost();
        Assert.Throws<InvalidOperationException>(() => host.Web);
        await host.InitializeAsync();
        Assert.NotEqual(host.Web.Port, host.Grpc.Port);
    }

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task The_dotnet_client_streams_over_grpc_web(GrpcWebMode mode)
    {
        await using var host = await ConformanceHost.StartAsync();
        using var web = new GrpcWebHandler(mode, new HttpClientHandler());
        using var channel = GrpcChannel.ForAddress(host.Web, new GrpcChannelOptions { HttpHandler = web });
        using var call = new FrameProbe.FrameProbeClient(channel).CountFrames(new CountRequest { Numbers = 3 });
        Assert.Equal([1u, 2u, 3u], await call.ResponseStream.ReadAllAsync().Select(number => number.Value).ToListAsync());
    }

    [Fact]
    public async Task Streams_end_as_unavailable_when_the_host_stops()
    {
        await using var host = await ConformanceHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        using var call = new Probe.ProbeClient(channel).Forever(new Key { Key_ = "stop" });
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        await host.StopAsync().WaitAsync(Patience);

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.NotNull(error.GetRpcStatus()?.GetDetail<Google.Rpc.RetryInfo>());
    }

    [Fact]
    public async Task An_unforeseen_failure_is_logged_under_the_error_id_that_the_caller_got()
    {
        await using var host = await ConformanceHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Probe.ProbeClient(channel).FailAsync(new FailRequest { Kind = FailRequest.Types.Kind.Unexpected }));

        var errorId = error.GetRpcStatus()!.GetDetail<Google.Rpc.RequestInfo>()!.RequestId;
        var line = Assert.Single(host.Log.Lines);
        Assert.Contains(errorId, line, StringComparison.Ordinal);
        Assert.Contains("hunter2", line, StringComparison.Ordinal);
    }

    /// <summary>DNS rebinding: the browser believes to be at home, so CORS asks nothing.</summary>
    [Theory]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example:3001", HttpStatusCode.Forbidden)]
    [InlineData("localhost:3001", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("127.0.0.1", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("203.0.113.7", HttpStatusCode.Forbidden)]
    [InlineData("live", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("[::1]:3001", HttpStatusCode.UnsupportedMediaType)]
    public async Task On_loopback_only_its_own_names_are_answered(string name, HttpStatusCode expected)
    {
        await using var host = await ConformanceHost.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Web, "/grpc.health.v1.Health/Check")) { Headers = { Host = name } };
        using var response = await client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("ops.example.com", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("localhost", HttpStatusCode.Forbidden)]
    public async Task Names_that_are_set_are_the_only_ones(string name, HttpStatusCode expected)
    {
        await using var host = await ConformanceHost.StartAsync(options => options.AllowedHosts.Add("ops.example.com"));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Web, "/grpc.health.v1.Health/Check")) { Headers = { Host = name } };
        using var response = await client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        // No browser speaks HTTP/2 in clear text.
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task Errors_that_are_the_callers_own_are_not_logged()
    {
        await using var host = await ConformanceHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        await Assert.ThrowsAsync<RpcException>(async () =>
            await new Probe.ProbeClient(channel).FailAsync(new FailRequest { Kind = FailRequest.Types.Kind.InvalidArgument }));
        Assert.Empty(host.Log.Lines);
    }

    [Fact]
    public async Task With_a_certificate_both_ports_speak_tls_and_the_web_port_both_versions_of_http()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            using var certificate = CreateCertificate();
            var (certificatePath, keyPath) = Write(certificate, folder.FullName);
            await using var host = await ConformanceHost.StartAsync(options =>
                (options.CertificatePath, options.CertificateKeyPath) = (certificatePath, keyPath));
            Assert.All([host.Web, host.Grpc], address => Assert.Equal("https", address.Scheme));

            using var trusting = Trusting(certificate);
            using var channel = GrpcChannel.ForAddress(host.Grpc, new GrpcChannelOptions { HttpHandler = trusting });
            Assert.Equal("tls", (await new Probe.ProbeClient(channel).EchoAsync(new EchoRequest { Text = "tls" })).Text);

            foreach (var version in new[] { new Version(1, 1), new Version(2, 0) })
            {
                using var web = new GrpcWebHandler(GrpcWebMode.GrpcWeb, Trusting(certificate));
                using var webChannel = GrpcChannel.ForAddress(host.Web, new GrpcChannelOptions { HttpHandler = web, HttpVersion = version });
                Assert.Equal("tls", (await new Probe.ProbeClient(webChannel).EchoAsync(new EchoRequest { Text = "tls" })).Text);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SocketsHttpHandler Trusting(X509Certificate2 certificate) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString(),
        },
    };

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static (string CertificatePath, string KeyPath) Write(X509Certificate2 certificate, string folder)
    {
        var (certificatePath, keyPath) = (Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}

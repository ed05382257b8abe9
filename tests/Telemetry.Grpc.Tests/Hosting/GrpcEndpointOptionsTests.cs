using Microsoft.Extensions.Options;
using Telemetry.Grpc.Hosting;
using Telemetry.Grpc.Tests.Conformance;

namespace Telemetry.Grpc.Tests.Hosting;

public sealed class GrpcEndpointOptionsTests
{
    public static TheoryData<Action<GrpcEndpointOptions>, string> Mistakes => new()
    {
        { options => options.WebPort = 70_000, "WebPort is 70,000; it must be 0 to 65,535." },
        { options => options.GrpcPort = -1, "GrpcPort is -1; it must be 0 to 65,535." },
        { options => (options.WebPort, options.GrpcPort) = (3001, 3001), "WebPort and GrpcPort are both 3001; they must differ." },
        { options => options.BindAddress = "everywhere", "BindAddress is 'everywhere'; it must be an IP address" },
        { options => options.MaxReceiveMessageBytes = 3, "MaxReceiveMessageBytes is 3; it must be 1,024 to 67,108,864." },
        { options => options.MaxStreamsPerConnection = 0, "MaxStreamsPerConnection is 0; it must be 1 to 65,536." },
        { options => options.AllowedOrigins.Add("http://a.example/path"), "AllowedOrigins holds 'http://a.example/path'; an origin is scheme," },
        { options => options.CertificatePath = "/no/such.pem", "CertificatePath and CertificateKeyPath belong together; set both or neither." },
        {
            options => options.CertificateKeyPath = options.CertificatePath = "/no/such.pem",
            "the certificate file '/no/such.pem' does not exist or cannot be read; give the path of a PEM file."
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public async Task A_host_with_a_wrong_setting_does_not_start_and_names_it(Action<GrpcEndpointOptions> mistake, string message)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ConformanceHost.StartAsync(mistake));
        Assert.Contains(error.Failures, failure => failure.StartsWith($"Grpc:{message}", StringComparison.Ordinal));
    }
}

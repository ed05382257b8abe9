using Microsoft.Extensions.Options;
using Telemetry.Grpc.Hosting;
using Telemetry.Grpc.Tests.Conformance;

namespace Telemetry.Grpc.Tests.Hosting;

public sealed class GrpcEndpointOptionsTests
{
    public static TheoryData<Action<GrpcEndpointOptions>, string> Mistakes => new()
    {
        { options => options.WebPort = 70_000, "Grpc:WebPort is 70,000; it must be 0 to 65,535." },
        { options => options.GrpcPort = -1, "Grpc:GrpcPort is -1; it must be 0 to 65,535." },
        { options => (options.WebPort, options.GrpcPort) = (3001, 3001), "Grpc:WebPort and GrpcPort are both 3001; they must differ." },
        { options => options.BindAddress = "everywhere", "Grpc:BindAddress is 'everywhere'; it must be an IP address such as 127.0.0.1, 0.0.0.0 or ::." },
        { options => options.MaxReceiveMessageBytes = 3, "Grpc:MaxReceiveMessageBytes is 3; it must be 1,024 to 67,108,864." },
        { options => options.MaxStreamsPerConnection = 0, "Grpc:MaxStreamsPerConnection is 0; it must be 1 to 65,536." },
        { options => options.AllowedOrigins.Add("http://page.example/path"), "Grpc:AllowedOrigins holds 'http://page.example/path'; an origin is scheme, host and port without a path, such as https://ops.example.com." },
        { options => options.CertificatePath = "/no/such.pem", "Grpc:CertificatePath and CertificateKeyPath belong together; set both or neither." },
        { options => options.CertificateKeyPath = options.CertificatePath = "/no/such.pem", "Grpc:the certificate file '/no/such.pem' does not exist or cannot be read; give the path of a PEM file." },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public async Task A_host_with_a_wrong_setting_does_not_start_and_names_it(Action<GrpcEndpointOptions> mistake, string message)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ConformanceHost.StartAsync(mistake));
        Assert.Contains(message, error.Failures);
    }
}

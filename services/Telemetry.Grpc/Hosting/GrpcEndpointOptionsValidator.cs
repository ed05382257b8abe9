using System.Net;
using Microsoft.Extensions.Options;

namespace Telemetry.Grpc.Hosting;

internal sealed class GrpcEndpointOptionsValidator : IValidateOptions<GrpcEndpointOptions>
{
    public ValidateOptionsResult Validate(string? name, GrpcEndpointOptions options)
    {
        var errors = Errors(options).Select(error => $"{GrpcEndpointOptions.Section}:{error}").ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(GrpcEndpointOptions options)
    {
        if (!IPAddress.TryParse(options.BindAddress, out _))
        {
            yield return $"{nameof(options.BindAddress)} is '{options.BindAddress}'; "
                + "it must be an IP address such as 127.0.0.1, 0.0.0.0 or ::.";
        }

        var ranges = Range(nameof(options.WebPort), options.WebPort, 0, IPEndPoint.MaxPort)
            .Concat(Range(nameof(options.GrpcPort), options.GrpcPort, 0, IPEndPoint.MaxPort))
            .Concat(Range(nameof(options.MaxReceiveMessageBytes), options.MaxReceiveMessageBytes, 1_024, 64 * 1024 * 1024))
            .Concat(Range(nameof(options.MaxStreamsPerConnection), options.MaxStreamsPerConnection, 1, 65_536));
        foreach (var error in ranges)
            yield return error;

        if (options.WebPort != 0 && options.WebPort == options.GrpcPort)
            yield return $"{nameof(options.WebPort)} and {nameof(options.GrpcPort)} are both {options.WebPort}; they must differ.";

        foreach (var origin in options.AllowedOrigins.Where(origin => !IsOrigin(origin)))
        {
            yield return $"{nameof(options.AllowedOrigins)} holds '{origin}'; "
                + "an origin is scheme, host and port without a path, such as https://ops.example.com.";
        }

        if (options.UsesTls != !string.IsNullOrEmpty(options.CertificateKeyPath))
            yield return $"{nameof(options.CertificatePath)} and {nameof(options.CertificateKeyPath)} belong together; set both or neither.";

        var files = new[] { options.CertificatePath, options.CertificateKeyPath }.Where(path => !string.IsNullOrEmpty(path));
        foreach (var path in files.Where(path => !File.Exists(path)))
            yield return $"the certificate file '{path}' does not exist or cannot be read; give the path of a PEM file.";
    }

    private static IEnumerable<string> Range(string setting, int value, int lowest, int highest)
    {
        if (value < lowest || value > highest)
            yield return FormattableString.Invariant($"{setting} is {value:N0}; it must be {lowest:N0} to {highest:N0}.");
    }

    private static bool IsOrigin(string origin) =>
        origin == "*"
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase));
}

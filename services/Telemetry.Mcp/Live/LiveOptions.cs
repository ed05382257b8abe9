using Microsoft.Extensions.Options;

namespace Telemetry.Mcp.Live;

/// <summary>The live service that questions about "now" are asked of; section <c>Mcp:Live</c>.</summary>
public sealed class LiveOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Mcp:Live";

    /// <summary>Address of its gRPC port, such as http://127.0.0.1:3011; null to answer from the lake, which lags by up to 90 s. Default: null.</summary>
    public string? Address { get; set; }

    /// <summary>How long an answer may take, 100 ms to 1 min; then the lake answers. Default: 3 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);
}

/// <summary>Rules that attributes can't express.</summary>
internal sealed class LiveOptionsValidator : IValidateOptions<LiveOptions>
{
    public ValidateOptionsResult Validate(string? name, LiveOptions options)
    {
        if (options.Address is { Length: > 0 } address && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            return ValidateOptionsResult.Fail($"Mcp:Live:Address is '{address}'; it must be an address such as http://127.0.0.1:3011.");
        return options.Timeout >= TimeSpan.FromMilliseconds(100) && options.Timeout <= TimeSpan.FromMinutes(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Mcp:Live:Timeout is {options.Timeout}; it must be 100 ms to 1 min.");
    }
}

using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Telemetry.Mcp.Hosting;

/// <summary>Where the server listens and whom it answers; section <c>Mcp</c>.</summary>
public sealed class McpEndpointOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Mcp";

    /// <summary>Path of the endpoint.</summary>
    public const string Path = "/mcp";

    /// <summary>TCP port; 0 takes a free one. Default: 3003.</summary>
    [Range(0, IPEndPoint.MaxPort)]
    public int Port { get; set; } = 3003;

    /// <summary>IP address to listen on. Default: loopback, so that only this machine reaches it.</summary>
    public string BindAddress { get; set; } = "127.0.0.1";

    /// <summary>
    /// Origins of web pages that may call the server, besides pages that it would serve itself; others get 403. Programs send no
    /// origin and need none. Default: none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Host names under which the server may be called, without port; others get 403, so that a name which an attacker resolves to
    /// this machine doesn't reach it. Default: while it listens on loopback, its addresses and names without a dot, else any.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Largest request, bytes, 1,024 to 16 MiB; larger ones get 413. Default: 2 MiB.</summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Sessions of clients of 2025-11-25 and before that may be idle at a time; the oldest go first. Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxIdleSessions { get; set; } = 1_000;
}

/// <summary>Rules that attributes can't express.</summary>
internal sealed class McpEndpointOptionsValidator : IValidateOptions<McpEndpointOptions>
{
    public ValidateOptionsResult Validate(string? name, McpEndpointOptions options)
    {
        List<string> failures = [];
        if (!IPAddress.TryParse(options.BindAddress, out _))
            failures.Add($"Mcp:BindAddress is '{options.BindAddress}'; it must be an IP address such as 127.0.0.1, 0.0.0.0 or ::.");
        failures.AddRange(options.AllowedOrigins.Where(origin => !IsOrigin(origin)).Select(origin =>
            $"Mcp:AllowedOrigins holds '{origin}'; an origin is scheme, host and port without a path, such as https://ops.example.com."));
        failures.AddRange(options.AllowedHosts.Where(host => Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown).Select(host =>
            $"Mcp:AllowedHosts holds '{host}'; it must be a host name or an IP address without a port."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase);
}

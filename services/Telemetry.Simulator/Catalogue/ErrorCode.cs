using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Catalogue;

/// <summary>What players report in <c>error_code</c>.</summary>
internal static class ErrorCode
{
    /// <summary>How often each code occurs among errors, in percent.</summary>
    public static readonly Weighted<string> Mix = new(
        ("NET_TIMEOUT", 34), ("DECODE_FAIL", 17), ("CDN_5XX", 14), ("DRM_LICENSE", 13), ("AUTH_EXPIRED", 13), ("MANIFEST_404", 9));
}

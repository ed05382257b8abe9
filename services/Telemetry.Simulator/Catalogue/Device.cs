using Telemetry.Domain.Events;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Catalogue;

/// <summary>A kind of device and how people watch on it.</summary>
/// <param name="Type">Its <c>device_type</c>.</param>
/// <param name="BandwidthFactor">What its radio or cable leaves of the line's bandwidth.</param>
/// <param name="StartupMedianMs">Median join time on a good line, ms.</param>
/// <param name="FinishBonus">Added to the chance that a title is watched to its end.</param>
internal sealed record Device(DeviceType Type, double BandwidthFactor, double StartupMedianMs, double FinishBonus)
{
    /// <summary>The quality that its player begins with when the line allows.</summary>
    public required Weighted<Quality> Wish { get; init; }

    public static readonly Device Mobile = new(DeviceType.Mobile, 0.6, 1500, -0.09) { Wish = Wishes(44, 49, 7) };
    public static readonly Device Web = new(DeviceType.Web, 1, 1100, -0.02) { Wish = Wishes(18, 66, 16) };
    public static readonly Device Tv = new(DeviceType.Tv, 1.15, 1900, 0.08) { Wish = Wishes(6, 48, 46) };
    public static readonly Device Tablet = new(DeviceType.Tablet, 0.85, 1350, 0) { Wish = Wishes(24, 64, 12) };

    private static readonly Weighted<string> Browsers = new(("Windows", 58), ("macOS", 34), ("Linux", 8));
    private static readonly Weighted<string> Televisions =
        new(("Tizen", 29), ("webOS", 21), ("Roku", 19), ("Android TV", 18), ("tvOS", 13));

    /// <summary>The operating system of a customer's device of this kind.</summary>
    /// <param name="share">The customer's own number in [0, 1), so that the answer is always the same for that customer.</param>
    /// <param name="appleShare">Share of Apple's phones in that country.</param>
    public string Os(double share, double appleShare) => Type switch
    {
        DeviceType.Mobile => share < appleShare ? "iOS" : "Android",
        DeviceType.Tablet => share < Math.Min(0.9, appleShare + 0.2) ? "iPadOS" : "Android",
        DeviceType.Web => Browsers.At(share),
        _ => Televisions.At(share),
    };

    private static Weighted<Quality> Wishes(double sd, double hd, double uhd) =>
        new((Quality.Sd, sd), (Quality.Hd, hd), (Quality.Uhd, uhd));
}

using Telemetry.Domain.Events;

namespace Telemetry.Simulator.Catalogue;

/// <summary>What each step of the quality ladder asks of a line.</summary>
internal static class QualityNeeds
{
    /// <summary>Bandwidth below which playing stalls, Mbit/s.</summary>
    public static double NeedMbps(this Quality quality) => quality switch
    {
        Quality.Sd => 2,
        Quality.Hd => 6,
        Quality.Uhd => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(quality), quality, "The ladder has SD, HD and 4K."),
    };
}

using System.ComponentModel.DataAnnotations;

namespace Telemetry.Simulator.History;

/// <summary>The past that the lake is given before the stream begins; section "Simulator:History", checked at start.</summary>
public sealed class HistoryOptions
{
    /// <summary>The configuration section that these are bound to.</summary>
    public const string Section = "Simulator:History";

    /// <summary>Days before now, 0 (none) to 366. Default: 7.</summary>
    [Range(0, 366)]
    public int Days { get; set; } = 7;

    /// <summary>
    /// Events per second of that past, 1 to 1,000. The live rate would make it huge, so it is the same service with fewer people
    /// watching. Default: 3, which makes 1.8 million in 7 days.
    /// </summary>
    [Range(1, 1_000)]
    public int EventsPerSecond { get; set; } = 3;
}

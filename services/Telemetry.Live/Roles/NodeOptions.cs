namespace Telemetry.Live.Roles;

/// <summary>What a node of the live services does; section "Live". Read before the host is built, as it decides what is in it.</summary>
public sealed class NodeOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Live";

    /// <summary>
    /// "ingest" (consumes events and counts its share of the partitions), "gateway" (serves streams) or both, separated by a comma.
    /// Default: both.
    /// </summary>
    public string Roles { get; set; } = "ingest,gateway";

    /// <summary>
    /// Whether this process is the only one of its consumer group: it then has nobody to tell and nobody to follow, and needs neither
    /// <c>telemetry.aggregates</c> nor <c>telemetry.feed</c>. Only with both roles. Default: no.
    /// </summary>
    public bool Standalone { get; set; }
}

using System.ComponentModel.DataAnnotations;

namespace Telemetry.Lake.Compaction;

/// <summary>When small files become larger ones; section "Lake:Compaction". Only for a lake in a folder.</summary>
public sealed class CompactorOptions
{
    /// <summary>The configuration section that these are bound to.</summary>
    public const string Section = "Lake:Compaction";

    /// <summary>Whether it is done. Default: yes.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Minutes between two rounds, 0.01 to 1,440. Default: 10.</summary>
    [Range(0.01, 1_440)]
    public double EveryMinutes { get; set; } = 10;

    /// <summary>Small files that a tenant's running day must have before they are compacted, 2 to 10,000; closed days: two. Default: 60.</summary>
    [Range(2, 10_000)]
    public int MinFilesOfToday { get; set; } = 60;
}

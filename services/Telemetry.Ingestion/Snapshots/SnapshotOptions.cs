using System.ComponentModel.DataAnnotations;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>Where and how often the state of partitions is kept; section "Snapshots".</summary>
public sealed class SnapshotOptions
{
    /// <summary>The configuration section that these are bound to.</summary>
    public const string Section = "Snapshots";

    /// <summary>How often the state of each partition is saved, s, 1 to 3,600; what was counted since is counted again after a crash. Default: 10.</summary>
    [Range(1, 3_600)]
    public int IntervalSeconds { get; set; } = 10;

    /// <summary>
    /// SQLite file of the snapshots, for the nodes of one machine; made when it is not there. Default: telemetry/snapshots.db in the
    /// user's data folder.
    /// </summary>
    public string? SqliteFile { get; set; }

    /// <summary>
    /// Connection string of the PostgreSQL database that keeps the snapshots instead of the file, for the nodes of many machines.
    /// Default: none. Give it by environment or secret store when it holds a password.
    /// </summary>
    public string? Postgres { get; set; }
}

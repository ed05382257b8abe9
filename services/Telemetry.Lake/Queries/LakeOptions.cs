using Telemetry.Lake.Athena;
using Telemetry.Lake.DuckDb;

namespace Telemetry.Lake.Queries;

/// <summary>Engines that a host can be given.</summary>
public enum LakeEngine
{
    /// <summary>DuckDB in this process, over Parquet files in a folder.</summary>
    DuckDb,

    /// <summary>Amazon Athena, over Parquet files on S3.</summary>
    Athena,
}

/// <summary>Where the lake is and who reads it; section "Lake", checked at start.</summary>
public sealed class LakeOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Lake";

    /// <summary>Which engine answers. Default: DuckDb.</summary>
    public LakeEngine Engine { get; set; } = LakeEngine.DuckDb;

    /// <summary>
    /// Folder with <c>events/event_date=…/tenant_id=…/*.parquet</c>, <c>titles.parquet</c> and <c>places.parquet</c>, for DuckDB. It may be
    /// empty or appear later: tables without files have no rows.
    /// </summary>
    public string Folder { get; set; } = "";

    /// <summary>
    /// How old a result may be to answer an equal statement, in minutes, 0 for never. DuckDB gives it only while the files of the lake
    /// are the same; Athena by age alone. Default: 5.
    /// </summary>
    public int ResultReuseMinutes { get; set; } = 5;

    /// <summary>What DuckDB may use.</summary>
    public DuckDbOptions DuckDb { get; set; } = new();

    /// <summary>Which Athena, and with what.</summary>
    public AthenaOptions Athena { get; set; } = new();
}

using System.ComponentModel.DataAnnotations;

namespace Telemetry.Mcp.Queries;

/// <summary>What one query may cost, and how many may run; section <c>Mcp:Queries</c>.</summary>
public sealed class QueryLimits
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Mcp:Queries";

    /// <summary>Rows of a page unless the caller asks for fewer; engines give no more.</summary>
    public const int MaxPageSize = 1_000;

    /// <summary>Rows that a result may have; further ones are cut off, and the result says so. Default: 100,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxRows { get; set; } = 100_000;

    /// <summary>Time that the engine may work on a query, 1 s to 30 min. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of the lake that a query may read; at least 10 MB, Athena's smallest. Default: 10 GB.</summary>
    [Range(10_000_000L, long.MaxValue)]
    public long MaxBytesScanned { get; set; } = 10_000_000_000;

    /// <summary>Queries at work at a time. Default: 16.</summary>
    [Range(1, 1_000)]
    public int MaxRunning { get; set; } = 16;

    /// <summary>Queries that wait for their turn; one more is refused as throttled. Default: 64.</summary>
    [Range(0, 10_000)]
    public int MaxWaiting { get; set; } = 64;

    /// <summary>How long <c>get_results</c> finds a query, 1 min to 1 day. Default: 15 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan KeepResults { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many queries <c>get_results</c> finds; the oldest go first. Default: 2,000.</summary>
    [Range(1, 100_000)]
    public int MaxKept { get; set; } = 2_000;
}

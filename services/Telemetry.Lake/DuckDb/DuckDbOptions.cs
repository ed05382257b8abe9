namespace Telemetry.Lake.DuckDb;

/// <summary>What DuckDB may use; section "Lake:DuckDb".</summary>
public sealed class DuckDbOptions
{
    /// <summary>
    /// Memory for all statements together, in MB, 64 to 1,000,000. A statement that needs more fails; nothing is spilled to disk. Default: 2,048.
    /// </summary>
    public int MemoryMb { get; set; } = 2_048;

    /// <summary>Threads that work on statements, 0 for one a processor, at most 1,024. Default: 0.</summary>
    public int Threads { get; set; }

    /// <summary>Statements that run at once, 1 to 64; they share the threads. Default: 4.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>Statements that wait for their turn, 1 to 10,000; one more is told to come back later. Default: 200.</summary>
    public int QueueLength { get; set; } = 200;

    /// <summary>Memory for the rows of one result, in MB, 1 to 4,096. Default: 128.</summary>
    public int MaxResultMb { get; set; } = 128;

    /// <summary>Memory for all results that are kept to be paged through, in MB, 1 to 65,536; the oldest go first. Default: 256.</summary>
    public int KeptResultsMb { get; set; } = 256;

    /// <summary>How long a query can be asked for after it ended, in minutes, 1 to 1,440. Default: 15.</summary>
    public int KeptMinutes { get; set; } = 15;
}

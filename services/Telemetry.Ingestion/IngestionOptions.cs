using System.ComponentModel.DataAnnotations;

namespace Telemetry.Ingestion;

/// <summary>How the stream is taken in; section "Ingestion".</summary>
public sealed class IngestionOptions
{
    /// <summary>The configuration section that these are bound to.</summary>
    public const string Section = "Ingestion";

    /// <summary>Messages handed to an aggregate at once, 1 to 1,000. A poll that brings fewer hands over what there is. Default: 100.</summary>
    [Range(1, 1_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>
    /// Messages of all partitions that may be on their way from the poll to the aggregates, 100 to 10,000,000; about 1 kB
    /// each. Above it the poll waits, then pauses every partition that has more than its share of them, so that there are
    /// never more than twice as many. Default: 50,000.
    /// </summary>
    [Range(100, 10_000_000)]
    public int MaxMessagesInFlight { get; set; } = 50_000;

    /// <summary>The same for one partition: above it that partition is paused at once. Default: 20,000.</summary>
    [Range(100, 10_000_000)]
    public int MaxMessagesInFlightPerPartition { get; set; } = 20_000;

    /// <summary>How long the changes of a partition are gathered before they are published, ms, 1 to 1,000. Default: 20.</summary>
    [Range(1, 1_000)]
    public int DeltaIntervalMs { get; set; } = 20;

    /// <summary>
    /// How long partitions that were revoked, or all when the process stops, may take to work off what they hold and to save their
    /// states, s, 1 to 120; what is not done by then is left to the next owner. Default: 4, so that a process stops within 10.
    /// </summary>
    [Range(1, 120)]
    public int DrainTimeoutSeconds { get; set; } = 4;

    /// <summary>First pause before ingestion starts again after a failure, s, 0.05 to 60; doubles up to a minute. Default: 1.</summary>
    [Range(0.05, 60)]
    public double RestartDelaySeconds { get; set; } = 1;

    /// <summary>Cells of a pane before new places fold into "other", 1,000 to 10,000,000. Default: 65,536.</summary>
    [Range(1_000, 10_000_000)]
    public int MaxCellsPerPane { get; set; } = 65_536;

    /// <summary>Sessions × cells of the last minute in a partition, 1,000 to 100,000,000. Default: 1,000,000.</summary>
    [Range(1_000, 100_000_000)]
    public int MaxSessionsPerPartition { get; set; } = 1_000_000;
}

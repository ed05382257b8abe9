namespace Telemetry.Ingestion.Snapshots;

/// <summary>A snapshot that was set aside because it could not be read. The newest <see cref="KeptPerPartition"/> of a partition are kept.</summary>
public sealed record UnreadableSnapshot(PartitionSnapshot Snapshot, string Reason, DateTimeOffset SetAsideAt)
{
    public const int KeptPerPartition = 3;
}

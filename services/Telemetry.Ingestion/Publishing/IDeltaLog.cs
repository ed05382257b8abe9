namespace Telemetry.Ingestion.Publishing;

/// <summary>What a snapshot has to know of the log of deltas.</summary>
public interface IDeltaLog
{
    /// <summary>
    /// An offset in a partition of the log before which nothing is needed by who starts from the partition's state at
    /// <paramref name="nextOffset"/>; 0 when that is not known (yet): then the one of the snapshot before stays right.
    /// </summary>
    long SafeOffset(int partition, long nextOffset);
}

/// <summary>For a process that has nobody to tell.</summary>
public sealed class NoDeltaLog : IDeltaLog
{
    public long SafeOffset(int partition, long nextOffset) => 0;
}

namespace Telemetry.Domain.Aggregates;

/// <summary>
/// Where partitions send what changed. Calls come from any thread, in order for one partition, and never block: a sink
/// that can't keep up merges or drops on its side, since a later delta can always be asked for from a snapshot.
/// </summary>
public interface IAggregateSink
{
    /// <summary>A partition is owned here from now on; deltas of lower epochs are void.</summary>
    void PartitionStarted(int partition, long epoch);

    /// <summary>What changed in a partition.</summary>
    void Publish(PartitionDelta delta);

    /// <summary>The partition went to another owner or its graph ended: its numbers stand still.</summary>
    void PartitionStopped(int partition);
}

namespace Telemetry.Domain.Aggregates;

/// <summary>
/// Where partitions send what changed. Calls come from any thread, in order for one partition, and never block: a sink
/// that can't keep up drops and says so by <see cref="LostSince"/>.
/// </summary>
public interface IAggregateSink
{
    /// <summary>A partition is owned here from now on; deltas of lower epochs are void.</summary>
    void PartitionStarted(int partition, long epoch);

    /// <summary>What changed in a partition.</summary>
    void Publish(PartitionDelta delta);

    /// <summary>The partition went to another owner or its graph ended: its numbers stand still.</summary>
    void PartitionStopped(int partition);

    /// <summary>
    /// The position after which deltas of a partition were lost, once the sink can take deltas again: the next one has to be a full
    /// one from there (<see cref="PartitionAggregate.MarkOpenChanged"/>), and until then the sink passes over what it is given.
    /// Null when nothing was lost.
    /// </summary>
    PartitionPosition? LostSince(int partition) => null;
}

/// <summary>A place in a partition of the events topic.</summary>
/// <param name="Offset">Offset after the last message taken.</param>
/// <param name="ClockMs">The partition's clock there: newest arrival, Unix ms.</param>
public readonly record struct PartitionPosition(long Offset, long ClockMs);

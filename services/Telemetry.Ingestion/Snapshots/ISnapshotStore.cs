namespace Telemetry.Ingestion.Snapshots;

/// <summary>
/// Holds the latest snapshot and the epoch of each partition of one events topic, in one row, so that both change together.
/// Whoever claims a partition raises its epoch; from then on every write with a lower epoch fails, and a node that was taken
/// for dead and comes back can overwrite nothing. Safe for any number of threads and processes.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>Whether what is saved is there after the process has ended; if not, saving it is of no use to an owner.</summary>
    bool OutlivesProcess => true;

    /// <summary>
    /// Makes the caller the owner: raises the epoch by one (compare-and-set; the first is 1) and returns the row with the new
    /// epoch and what the owner before left. A partition that was never saved has an empty state and offset 0.
    /// </summary>
    /// <exception cref="SnapshotStoreException">The database does not answer; what to do is in the message.</exception>
    Task<PartitionSnapshot> ClaimAsync(int partition, CancellationToken cancellationToken);

    /// <summary>Replaces what is held of a partition, if <paramref name="snapshot"/>'s epoch is the row's.</summary>
    /// <exception cref="FencedException">Somebody else has claimed the partition since.</exception>
    /// <exception cref="SnapshotStoreException">The database does not answer.</exception>
    Task SaveAsync(PartitionSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>Asks whether <paramref name="epoch"/> is still the partition's: for an owner that has nothing to save.</summary>
    /// <exception cref="FencedException">Somebody else has claimed the partition since.</exception>
    /// <exception cref="SnapshotStoreException">The database does not answer.</exception>
    Task CheckAsync(int partition, long epoch, CancellationToken cancellationToken);

    /// <summary>The rows of all partitions that were ever claimed, by number of the partition: what a gateway starts from.</summary>
    /// <exception cref="SnapshotStoreException">The database does not answer.</exception>
    Task<IReadOnlyList<PartitionSnapshot>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a state that can't be read for somebody to look at, out of the way, and empties the row (state and offsets) so that
    /// its partition is counted anew. The epoch stays.
    /// </summary>
    /// <exception cref="FencedException">Somebody else has claimed the partition since.</exception>
    /// <exception cref="SnapshotStoreException">The database does not answer.</exception>
    Task SetAsideAsync(PartitionSnapshot unreadable, string reason, CancellationToken cancellationToken);
}

/// <summary>The state of a partition at an offset.</summary>
/// <param name="Partition">Partition of the events topic.</param>
/// <param name="Epoch">The owner's; from 1.</param>
/// <param name="NextOffset">Offset of the first message that the state does not hold.</param>
/// <param name="DeltaOffset">
/// An offset in the partition's log of deltas (same number, aggregates topic) before which nothing is needed by a gateway that
/// starts from this state; 0 = from the earliest.
/// </param>
/// <param name="State">The encoded state; empty for a partition without events.</param>
/// <param name="WrittenAt">When it was written, by the writer's clock.</param>
public sealed record PartitionSnapshot(int Partition, long Epoch, long NextOffset, long DeltaOffset, ReadOnlyMemory<byte> State, DateTimeOffset WrittenAt);

/// <summary>A write with an epoch that is not the partition's any more.</summary>
public sealed class FencedException(int partition, long epoch, long current)
    : Exception($"Partition {partition} was claimed with epoch {current}; epoch {epoch} may not write any more. Its owner has to let go of it.")
{
    public int Partition => partition;
    public long Epoch => epoch;
    /// <summary>The epoch that the store holds.</summary>
    public long Current => current;
}

/// <summary>The snapshot store can't be used just now.</summary>
public sealed class SnapshotStoreException(string message, Exception? inner = null) : Exception(message, inner);

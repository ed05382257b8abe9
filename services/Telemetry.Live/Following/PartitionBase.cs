using Telemetry.Domain.Aggregates;

namespace Telemetry.Live.Following;

/// <summary>What a view begins a partition with.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">Epoch of its owner.</param>
/// <param name="DeltaOffset">Where in its log of deltas to begin; 0 = at the earliest.</param>
/// <param name="State">Its state; null when what is stored can't be read.</param>
internal sealed record PartitionBase(int Partition, long Epoch, long DeltaOffset, PartitionState? State);

/// <summary>Where views find what to begin with.</summary>
internal interface IPartitionBases
{
    /// <summary>All partitions that were ever saved or claimed.</summary>
    /// <exception cref="Ingestion.Snapshots.SnapshotStoreException">The database does not answer.</exception>
    Task<IReadOnlyList<PartitionBase>> ReadAsync(CancellationToken cancellationToken);
}

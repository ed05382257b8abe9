namespace Telemetry.Ingestion.Snapshots;

/// <summary>Snapshots that end with the process: for a process whose log does too, as with the embedded broker.</summary>
public sealed class InMemorySnapshotStore(TimeProvider time) : ISnapshotStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, PartitionSnapshot> _rows = [];
    private readonly List<UnreadableSnapshot> _setAside = [];

    public bool OutlivesProcess => false;

    public Task<PartitionSnapshot> ClaimAsync(int partition, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var row = _rows.GetValueOrDefault(partition) ?? new PartitionSnapshot(partition, 0, 0, 0, ReadOnlyMemory<byte>.Empty, time.GetUtcNow());
            return Task.FromResult(_rows[partition] = row with { Epoch = row.Epoch + 1 });
        }
    }

    public Task SaveAsync(PartitionSnapshot snapshot, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Fence(snapshot.Partition, snapshot.Epoch) is { } fenced)
                return Task.FromException(fenced);
            _rows[snapshot.Partition] = snapshot;
            return Task.CompletedTask;
        }
    }

    public Task CheckAsync(int partition, long epoch, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Fence(partition, epoch) is { } fenced ? Task.FromException(fenced) : Task.CompletedTask;
    }

    public Task<IReadOnlyList<PartitionSnapshot>> ReadAllAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<PartitionSnapshot>>([.. _rows.Values]);
    }

    public Task SetAsideAsync(PartitionSnapshot unreadable, string reason, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Fence(unreadable.Partition, unreadable.Epoch) is { } fenced)
                return Task.FromException(fenced);
            _rows[unreadable.Partition] = unreadable with { NextOffset = 0, DeltaOffset = 0, State = ReadOnlyMemory<byte>.Empty };
            _setAside.Insert(0, new UnreadableSnapshot(unreadable, reason, time.GetUtcNow()));
            if (SetAside(unreadable.Partition) is { Count: > UnreadableSnapshot.KeptPerPartition } kept)
                _setAside.Remove(kept[^1]);
            return Task.CompletedTask;
        }
    }

    /// <summary>What was set aside of a partition, newest first.</summary>
    public Task<IReadOnlyList<UnreadableSnapshot>> ReadSetAsideAsync(int partition)
    {
        lock (_gate)
            return Task.FromResult(SetAside(partition));
    }

    private IReadOnlyList<UnreadableSnapshot> SetAside(int partition) => [.. _setAside.Where(entry => entry.Snapshot.Partition == partition)];

    private FencedException? Fence(int partition, long epoch)
    {
        var current = _rows.GetValueOrDefault(partition)?.Epoch ?? 0;
        return epoch == current ? null : new FencedException(partition, epoch, current);
    }
}

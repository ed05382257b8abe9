using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Tests;

/// <summary>A store that several nodes share and that outlives each; it can be away.</summary>
internal sealed class SharedStore : ISnapshotStore
{
    private readonly InMemorySnapshotStore _store = new(TimeProvider.System);
    private int _refusedClaims;

    /// <summary>While true, nothing is answered.</summary>
    public volatile bool IsAway;

    /// <summary>Claims that were refused because the store was away.</summary>
    public int RefusedClaims => Volatile.Read(ref _refusedClaims);

    public Task<PartitionSnapshot> ClaimAsync(int partition, CancellationToken cancellationToken)
    {
        if (IsAway)
            Interlocked.Increment(ref _refusedClaims);
        return Unless(() => _store.ClaimAsync(partition, cancellationToken));
    }

    public Task SaveAsync(PartitionSnapshot snapshot, CancellationToken cancellationToken) =>
        IsAway ? Task.FromException(Away()) : _store.SaveAsync(snapshot, cancellationToken);

    public Task CheckAsync(int partition, long epoch, CancellationToken cancellationToken) =>
        IsAway ? Task.FromException(Away()) : _store.CheckAsync(partition, epoch, cancellationToken);

    public Task<IReadOnlyList<PartitionSnapshot>> ReadAllAsync(CancellationToken cancellationToken) => _store.ReadAllAsync(cancellationToken);

    public Task SetAsideAsync(PartitionSnapshot unreadable, string reason, CancellationToken cancellationToken) =>
        IsAway ? Task.FromException(Away()) : _store.SetAsideAsync(unreadable, reason, cancellationToken);

    private Task<T> Unless<T>(Func<Task<T>> call) => IsAway ? Task.FromException<T>(Away()) : call();

    private static SnapshotStoreException Away() => new("The test's database is away.");
}

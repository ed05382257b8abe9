using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Live.Tests.Roles;

/// <summary>A store that outlives nodes, can be away, and can be told to take its time with saves.</summary>
internal sealed class SlowStore : ISnapshotStore
{
    private readonly InMemorySnapshotStore _store = new(TimeProvider.System);
    private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _holds;

    /// <summary>While true, nobody can claim.</summary>
    public volatile bool IsAway;

    /// <summary>Ends when a save waits.</summary>
    public Task SaveIsHeld => _isHeld.Task;

    public void HoldSaves() => _holds = true;

    public void ReleaseSaves() => _release.SetResult();

    public Task<PartitionSnapshot> ClaimAsync(int partition, CancellationToken cancellationToken) =>
        IsAway ? Task.FromException<PartitionSnapshot>(new SnapshotStoreException("The test's database is away.")) : _store.ClaimAsync(partition, cancellationToken);

    public async Task SaveAsync(PartitionSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (_holds)
        {
            _isHeld.TrySetResult();
            await _release.Task.WaitAsync(cancellationToken);
        }
        await _store.SaveAsync(snapshot, cancellationToken);
    }

    public Task CheckAsync(int partition, long epoch, CancellationToken cancellationToken) => _store.CheckAsync(partition, epoch, cancellationToken);

    public Task<IReadOnlyList<PartitionSnapshot>> ReadAllAsync(CancellationToken cancellationToken) => _store.ReadAllAsync(cancellationToken);

    public Task SetAsideAsync(PartitionSnapshot unreadable, string reason, CancellationToken cancellationToken) =>
        _store.SetAsideAsync(unreadable, reason, cancellationToken);
}

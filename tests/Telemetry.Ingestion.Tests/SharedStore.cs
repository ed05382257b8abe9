using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Tests;

/// <summary>A store that several nodes share and that outlives each; it can be away, and tells when it was asked for something.</summary>
internal sealed class SharedStore : ISnapshotStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly InMemorySnapshotStore _store = new(TimeProvider.System);
    private int _refusedClaims;
    private volatile TaskCompletionSource _asked = NewSignal();

    /// <summary>While true, nothing is answered.</summary>
    public volatile bool IsAway;

    /// <summary>Claims that were refused because the store was away.</summary>
    public int RefusedClaims => Volatile.Read(ref _refusedClaims);

    /// <summary>Completes once the condition holds; it is looked at after each claim and save, done or refused.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<PartitionSnapshot>, bool> condition)
    {
        for (var asked = _asked; !condition(await _store.ReadAllAsync(CancellationToken.None)); asked = _asked)
            await asked.Task.WaitAsync(Patience);
    }

    public async Task<PartitionSnapshot> ClaimAsync(int partition, CancellationToken cancellationToken)
    {
        try
        {
            if (!IsAway)
                return await _store.ClaimAsync(partition, cancellationToken);
            Interlocked.Increment(ref _refusedClaims);
            throw Away();
        }
        finally
        {
            Tell();
        }
    }

    public async Task SaveAsync(PartitionSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            await (IsAway ? Task.FromException(Away()) : _store.SaveAsync(snapshot, cancellationToken));
        }
        finally
        {
            Tell();
        }
    }

    public Task CheckAsync(int partition, long epoch, CancellationToken cancellationToken) =>
        IsAway ? Task.FromException(Away()) : _store.CheckAsync(partition, epoch, cancellationToken);

    public Task<IReadOnlyList<PartitionSnapshot>> ReadAllAsync(CancellationToken cancellationToken) => _store.ReadAllAsync(cancellationToken);

    public Task SetAsideAsync(PartitionSnapshot unreadable, string reason, CancellationToken cancellationToken) =>
        IsAway ? Task.FromException(Away()) : _store.SetAsideAsync(unreadable, reason, cancellationToken);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell() => Interlocked.Exchange(ref _asked, NewSignal()).SetResult();

    private static SnapshotStoreException Away() => new("The test's database is away.");
}

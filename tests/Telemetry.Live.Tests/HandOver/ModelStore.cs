using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Live.Tests.HandOver;

internal enum SaveOutcome
{
    Saved,
    Fenced,
    Away,
}

/// <summary>The product's store in memory, which may be away, and whose fence may be broken.</summary>
internal sealed class ModelStore(Fault fault)
{
    private readonly InMemorySnapshotStore _store = new(TimeProvider.System);
    private PartitionSnapshot? _overwritten;

    public bool IsAway { get; set; }

    public PartitionSnapshot? Claim() => IsAway ? null : Seen(Now(_store.ClaimAsync(0, CancellationToken.None)));

    public SaveOutcome Save(PartitionSnapshot snapshot)
    {
        if (IsAway)
            return SaveOutcome.Away;
        try
        {
            Now(_store.SaveAsync(snapshot, CancellationToken.None));
            _overwritten = null;
        }
        catch (FencedException) when (fault == Fault.NoFencing)
        {
            _overwritten = snapshot;
        }
        catch (FencedException)
        {
            return SaveOutcome.Fenced;
        }
        return SaveOutcome.Saved;
    }

    /// <summary>The row; null before the first claim.</summary>
    public PartitionSnapshot? Row => Now(_store.ReadAllAsync(CancellationToken.None)).SingleOrDefault() is { } row ? Seen(row) : null;

    private PartitionSnapshot Seen(PartitionSnapshot row) => _overwritten is null ? row : _overwritten with { Epoch = row.Epoch };

    private static void Now(Task done)
    {
        if (!done.IsCompleted)
            throw new InvalidOperationException("The store in memory answers at once.");
        done.GetAwaiter().GetResult();
    }

    private static T Now<T>(Task<T> done) => done.IsCompletedSuccessfully ? done.Result : throw new InvalidOperationException("The store in memory answers at once.");
}

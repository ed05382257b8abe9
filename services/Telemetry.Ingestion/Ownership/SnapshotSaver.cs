using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Publishing;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Ownership;

/// <summary>Saves the states of owned partitions, and knows when each is due.</summary>
public sealed class SnapshotSaver(ISnapshotStore store, Vocabularies vocabularies, IDeltaLog deltas, TimeSpan interval, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Time between two saves of a partition.</summary>
    public TimeSpan Interval => interval;

    /// <summary>When the first save of a partition is due after it was claimed: partitions spread over the interval, whichever a node has.</summary>
    public TimeSpan FirstDelay(int partition) => interval * (0.05 + (0.95 * (partition * 0.6180339887498949 % 1)));

    /// <summary>Where a reader that begins with a partition's state goes on in the log of deltas; while that is not known, where it did before.</summary>
    public long DeltaOffset(int partition, long nextOffset, long before) => deltas.SafeOffset(partition, nextOffset) is > 0 and var safe ? safe : before;

    /// <summary>For the states of one owner, which have most of their panes in common.</summary>
    public SnapshotEncoder NewEncoder() => new(vocabularies);

    /// <summary>Encodes at once, as the state is the aggregate's own, and saves beside the caller.</summary>
    /// <returns>Completes when the state is saved.</returns>
    /// <exception cref="FencedException">Somebody else has claimed the partition since.</exception>
    /// <exception cref="SnapshotStoreException">The database did not answer within three seconds.</exception>
    public Task SaveAsync(SnapshotEncoder encoder, PartitionState state, long epoch, long deltaOffset)
    {
        var snapshot = new PartitionSnapshot(state.Partition, epoch, state.NextOffset, deltaOffset, encoder.Encode(state), time.GetUtcNow());
        return Task.Run(() => WriteAsync(snapshot));
    }

    private async Task WriteAsync(PartitionSnapshot snapshot)
    {
        using var patience = new CancellationTokenSource(Timeout, time);
        try
        {
            await store.SaveAsync(snapshot, patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested)
        {
            throw new SnapshotStoreException($"The database did not answer within {Timeout.TotalSeconds:N0} s.", exception);
        }
    }
}

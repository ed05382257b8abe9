using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Publishing;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Ownership;

/// <summary>
/// Saves the states of owned partitions, and knows when each is due. A state is saved only when the dead letters of the messages before
/// it are delivered: whoever continues from it does not write them again.
/// </summary>
public sealed class SnapshotSaver(
    ISnapshotStore store, Vocabularies vocabularies, IDeltaLog deltas, IDeadLetterSink deadLetters, TimeSpan interval, TimeProvider time)
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
    /// <exception cref="SnapshotStoreException">The database, or the broker of the dead letters, did not answer within three seconds.</exception>
    public Task SaveAsync(SnapshotEncoder encoder, PartitionState state, long epoch, long deltaOffset)
    {
        var snapshot = new PartitionSnapshot(state.Partition, epoch, state.NextOffset, deltaOffset, encoder.Encode(state), time.GetUtcNow());
        // All letters of these messages have been handed over by now: that is a stage before the aggregate.
        return Task.Run(() => WriteAsync(snapshot));
    }

    /// <summary>Asks whether an owner that has nothing to save is still the owner.</summary>
    /// <exception cref="FencedException">Somebody else has claimed the partition since.</exception>
    /// <exception cref="SnapshotStoreException">The database did not answer within three seconds.</exception>
    public Task CheckAsync(int partition, long epoch) => Task.Run(() => WithinAsync(
        new Step("The database did not answer", token => store.CheckAsync(partition, epoch, token))));

    private Task WriteAsync(PartitionSnapshot snapshot) => WithinAsync(
        new Step("Dead letters of messages before it were not confirmed", deadLetters.FlushAsync),
        new Step("The database did not answer", token => store.SaveAsync(snapshot, token)));

    /// <summary>Takes steps in their order within <see cref="Timeout"/>; says which one took too long.</summary>
    private async Task WithinAsync(params Step[] steps)
    {
        using var patience = new CancellationTokenSource(Timeout, time);
        foreach (var step in steps)
        {
            try
            {
                await step.Take(patience.Token).WaitAsync(patience.Token);
            }
            catch (OperationCanceledException exception) when (patience.IsCancellationRequested)
            {
                throw new SnapshotStoreException($"{step.Trouble} within {Timeout.TotalSeconds:N0} s.", exception);
            }
        }
    }

    private sealed record Step(string Trouble, Func<CancellationToken, Task> Take);
}

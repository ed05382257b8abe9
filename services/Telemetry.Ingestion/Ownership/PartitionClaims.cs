using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Ownership;

/// <summary>A partition that is ours and can begin.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Owner">Its state and the rules of its owner.</param>
/// <param name="Offset">First message to count.</param>
/// <param name="DeltaOffset">The row's offset in the log of deltas.</param>
public sealed record ClaimedPartition(int Partition, PartitionOwner Owner, long Offset, long DeltaOffset);

/// <summary>
/// Makes this node the owner of partitions: raises the epoch, reads the state, asks the log how long it is. Several at once, off the
/// polling thread. While the database or the broker does not answer it tries again with growing pauses, and says so once.
/// </summary>
public sealed partial class PartitionClaims(ISnapshotStore store, Vocabularies vocabularies, AggregateLimits limits, TimeProvider time, ILogger<PartitionClaims> logger) : IDisposable
{
    private const int AtOnce = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _room = new(AtOnce);

    /// <summary>Claims a partition; ends when that succeeded or was cancelled.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="askLog">Asks the broker for the partition's bounds.</param>
    /// <param name="cancellationToken">Cancelled when the partition is no longer assigned here.</param>
    public async Task<ClaimedPartition> ClaimAsync(int partition, Func<CancellationToken, Task<LogBounds>> askLog, CancellationToken cancellationToken)
    {
        PartitionSnapshot? row = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await _room.WaitAsync(cancellationToken);
                try
                {
                    row ??= await store.ClaimAsync(partition, cancellationToken);
                    return await BeginAsync(row, await askLog(cancellationToken), cancellationToken);
                }
                finally
                {
                    _room.Release();
                }
            }
            catch (FencedException)
            {
                row = null; // claimed by somebody else in between; the group said that it is ours, so we claim again
            }
            catch (Exception exception) when (exception is SnapshotStoreException or KafkaException)
            {
                if (pause == FirstPause)
                    LogWaiting(partition, exception.Message);
            }
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task<ClaimedPartition> BeginAsync(PartitionSnapshot row, LogBounds log, CancellationToken cancellationToken)
    {
        var start = StartingPoint.Of(row, log, vocabularies, limits);
        if (start.SetAside is { } reason)
        {
            await store.SetAsideAsync(row, reason, cancellationToken);
            LogSetAside(row.Partition, reason, start.Offset);
        }
        if (start.Gone > 0)
            LogGone(row.Partition, start.Gone, row.NextOffset, log.Earliest);
        LogClaimed(row.Partition, row.Epoch, start.Offset, log.End - start.Offset);
        return new ClaimedPartition(row.Partition, new PartitionOwner(start.Aggregate, row.Epoch, log.End, store.OutlivesProcess), start.Offset, start.SetAside is null ? row.DeltaOffset : 0);
    }

    [LoggerMessage(EventId = 1111, Level = LogLevel.Information,
        Message = "Partition {Partition} is ours with epoch {Epoch}; it is counted from offset {Offset} on, {Behind} messages behind its end.")]
    private partial void LogClaimed(int partition, long epoch, long offset, long behind);

    [LoggerMessage(EventId = 1112, Level = LogLevel.Error,
        Message = "Partition {Partition} can't be claimed yet and stands still; it is tried again until it works. {Problem}")]
    private partial void LogWaiting(int partition, string problem);

    [LoggerMessage(EventId = 1113, Level = LogLevel.Error,
        Message = "The saved state of partition {Partition} can't be used and was set aside: {Reason}. It is counted anew from offset {Offset} on.")]
    private partial void LogSetAside(int partition, string reason, long offset);

    [LoggerMessage(EventId = 1114, Level = LogLevel.Error,
        Message = "{Messages} messages of partition {Partition} are gone: its state ends at offset {From} and the log begins at {To}. Retention has to be longer than the longest time without an owner.")]
    private partial void LogGone(int partition, long messages, long from, long to);
}

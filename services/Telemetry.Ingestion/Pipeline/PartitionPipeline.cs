using System.Threading.Channels;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Telemetry.Ingestion.Aggregates;
using Telemetry.Ingestion.Consuming;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Ownership;

namespace Telemetry.Ingestion.Pipeline;

/// <summary>
/// The way of a partition's messages, in reading order. Demand flows backwards: the aggregate acknowledges a batch before
/// it gets the next, so behind a slow aggregate <see cref="InFlight"/> grows, and the poll loop pauses the partition.
/// </summary>
public sealed class PartitionPipeline : IDisposable
{
    private readonly Channel<MessageBatch> _batches =
        Channel.CreateUnbounded<MessageBatch>(new UnboundedChannelOptions { SingleWriter = true }); // bounded by the Backlog's budget
    private readonly CancellationTokenSource _aborting = new();
    private readonly Backlog _backlog;
    private readonly LagClock _lag = new();
    private int _inFlight;
    private long _received, _lagMs = -1;

    public PartitionPipeline(ClaimedPartition claimed, Backlog backlog, EventDecoder decoder, IDeadLetterSink deadLetters, IActorRef aggregate, IMaterializer materializer)
    {
        Partition = claimed.Partition;
        Epoch = claimed.Owner.Epoch;
        Aggregate = aggregate;
        _backlog = backlog;
        ChannelSource.FromReader(_batches.Reader)
            .Select(decoder.Decode)
            .SelectAsync(1, batch => WriteDeadLettersAsync(batch, deadLetters))
            .RunWith(Sink.ActorRefWithAck<MessageBatch>(aggregate, Begin.Instance, Ack.Instance, End.Completed, End.Failed), materializer);
        Completion = WatchAsync();
    }

    public int Partition { get; }

    /// <summary>The owner's epoch.</summary>
    public long Epoch { get; }

    public IActorRef Aggregate { get; }

    /// <summary>Ends when the aggregate has stopped, after the last batch or a failure, and what it never asked for is given back.</summary>
    public Task Completion { get; }

    /// <summary>Messages that are on their way.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>How long the oldest message that is not counted has waited, when that was last measured; null before.</summary>
    public TimeSpan? Lag => Volatile.Read(ref _lagMs) is >= 0 and var ms ? TimeSpan.FromMilliseconds(ms) : null;

    /// <summary>Whether the poll loop has stopped the partition's consumption.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Takes a batch over.</summary>
    public void Enter(MessageBatch batch)
    {
        batch.Pipeline = this;
        _received += batch.Count;
        Interlocked.Add(ref _inFlight, batch.Count);
        _backlog.Enter(batch.Count);
        if (!_batches.Writer.TryWrite(batch))
            batch.Release(); // completed: the partition is no longer ours, and its next owner reads these messages again
    }

    /// <summary>Measures <see cref="Lag"/>; on the thread that calls <see cref="Enter"/>.</summary>
    /// <param name="inKafka">Messages that the broker has after those that entered.</param>
    /// <param name="now">The time; never goes back.</param>
    public void MeasureLag(long inKafka, TimeSpan now) =>
        Volatile.Write(ref _lagMs, (long)_lag.Sample(_received - InFlight, _received, _received + inKafka, now).TotalMilliseconds);

    /// <summary>No more batches will come; those that are here are worked off.</summary>
    public void Complete() => _batches.Writer.TryComplete();

    /// <summary>Like <see cref="Complete"/>, for a partition that somebody else owns already: what is left is not published.</summary>
    public void Abandon()
    {
        Aggregate.Tell(Retire.Instance);
        _aborting.Cancel();
        Complete();
    }

    public void Dispose()
    {
        Complete();
        _aborting.Dispose();
    }

    internal void Leave(int messages)
    {
        Interlocked.Add(ref _inFlight, -messages);
        _backlog.Leave(messages);
    }

    private async Task<MessageBatch> WriteDeadLettersAsync(MessageBatch batch, IDeadLetterSink deadLetters)
    {
        try
        {
            for (var i = 0; batch.RejectedCount > 0 && i < batch.Count && !_aborting.IsCancellationRequested; i++)
            {
                if (batch.Rejections[i] is { } rejection)
                    await deadLetters.WriteAsync(batch.Messages[i], rejection, _aborting.Token);
            }
        }
        catch (OperationCanceledException) when (_aborting.IsCancellationRequested)
        {
            // The next owner writes it. A failed stream would release neither this batch nor those behind it.
        }
        return batch;
    }

    private async Task WatchAsync()
    {
        await Aggregate.WatchAsync();
        Complete();
        // The stream of an aggregate that failed reads no more, or is reading its last: so the channel is not told to have one reader.
        while (_batches.Reader.TryRead(out var batch))
            batch.Release();
    }
}

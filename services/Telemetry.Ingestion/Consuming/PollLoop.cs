using Telemetry.Ingestion.Pipeline;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Consuming;

/// <summary>
/// One thread that polls Kafka and hands messages to the pipeline of their partition. It never waits for a pipeline for
/// more than <see cref="LongestWait"/>, so slow work never costs the group membership: it pauses what is too full instead.
/// </summary>
public sealed class PollLoop(ITelemetrySource source, Partitions partitions, Backlog backlog, MessageBatchPool pool, IngestionOptions options)
{
    private const int MessagesPerPoll = 2_000, MessagesPerPollWhenFull = 100;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);
    private readonly KafkaMessage[] _polled = new KafkaMessage[MessagesPerPoll];

    /// <summary>Polls until cancelled or until a pipeline fails.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var room = Math.Clamp(options.MaxMessagesInFlight - backlog.Messages, MessagesPerPollWhenFull, MessagesPerPoll);
            var count = source.Poll(_polled.AsSpan(0, room), LongestWait);
            HandOver(_polled.AsSpan(0, count));
            partitions.Advance();
            var hasRoom = backlog.WaitForRoom(LongestWait, cancellationToken);
            foreach (var pipeline in partitions.All)
                PauseOrResume(pipeline, hasRoom);
            partitions.ThrowIfFailed();
        }
    }

    private void HandOver(ReadOnlySpan<KafkaMessage> messages)
    {
        MessageBatch? batch = null;
        PartitionPipeline? pipeline = null;
        foreach (var message in messages)
        {
            if (batch is not null && (batch.IsFull || message.Partition != pipeline!.Partition))
            {
                pipeline!.Enter(batch);
                batch = null;
            }
            if (batch is null)
            {
                pipeline = partitions.Find(message.Partition);
                if (pipeline is null)
                {
                    message.Release(); // revoked since it was fetched: the next owner reads it
                    continue;
                }
                batch = pool.Rent();
            }
            batch.Add(message);
        }
        if (batch is not null)
            pipeline!.Enter(batch);
    }

    private void PauseOrResume(PartitionPipeline pipeline, bool hasRoom)
    {
        var inFlight = pipeline.InFlight;
        var share = options.MaxMessagesInFlight / Math.Max(1, partitions.Count);
        if (!pipeline.IsPaused && (inFlight > options.MaxMessagesInFlightPerPartition || (!hasRoom && inFlight > share)))
        {
            pipeline.IsPaused = true;
            source.Pause(pipeline.Partition);
        }
        else if (pipeline.IsPaused && hasRoom && inFlight < options.MaxMessagesInFlightPerPartition / 2 && (inFlight <= share / 2 || inFlight == 0))
        {
            pipeline.IsPaused = false;
            source.Resume(pipeline.Partition);
        }
    }
}

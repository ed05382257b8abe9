using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Streams;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Feed;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.Ingestion.Aggregates;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Pipeline;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Consuming;

/// <summary>
/// The partitions that this node owns, each with its pipeline and its aggregate. The state lives in memory: an assigned
/// partition starts at the earliest offset and is counted anew.
/// </summary>
public sealed partial class Partitions(
    ActorSystem system,
    IMaterializer materializer,
    Vocabularies vocabularies,
    IAggregateSink sink,
    IEventFeedSink feed,
    IDeadLetterSink deadLetters,
    Backlog backlog,
    IngestionOptions options,
    TimeProvider time,
    ILogger<Partitions> logger) : IRebalanceListener
{
    private readonly ConcurrentDictionary<int, PartitionPipeline> _pipelines = [];
    private long _epoch = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The source whose partitions these are; set once, before the first poll.</summary>
    public ITelemetrySource? Source { get; set; }

    public int Count => _pipelines.Count;

    public int InFlight => backlog.Messages;

    public int Paused => _pipelines.Values.Count(pipeline => pipeline.IsPaused);

    public IEnumerable<PartitionPipeline> All => _pipelines.Select(entry => entry.Value);

    /// <summary>Messages in Kafka or on their way that are not counted yet; null while that is not known.</summary>
    public long? Lag
    {
        get
        {
            long lag = backlog.Messages;
            foreach (var (partition, _) in _pipelines)
            {
                if (Source?.LagOf(partition) is not { } behind)
                    return null;
                lag += behind;
            }
            return lag;
        }
    }

    public PartitionPipeline? Find(int partition) => _pipelines.GetValueOrDefault(partition);

    public long? Assigned(int partition)
    {
        var epoch = Interlocked.Increment(ref _epoch);
        var limits = new AggregateLimits { Pane = new PaneLimits { Cells = options.MaxCellsPerPane }, Sessions = options.MaxSessionsPerPartition };
        var aggregate = system.ActorOf(Props.Create(() => new AggregateActor(
            partition, epoch, limits, sink, feed, Counted, TimeSpan.FromMilliseconds(options.DeltaIntervalMs), time)), $"aggregate-{partition}-{epoch}");
        _pipelines[partition] = new PartitionPipeline(partition, backlog, new EventDecoder(vocabularies, time), deadLetters, aggregate, materializer);
        LogAssigned(partition, epoch);
        return null;
    }

    public void Revoked(int partition)
    {
        if (!_pipelines.TryRemove(partition, out var pipeline))
            return;
        pipeline.Complete();
        if (!pipeline.Completion.Wait(TimeSpan.FromSeconds(options.DrainTimeoutSeconds)))
            LogDrainTimedOut(partition, pipeline.InFlight, options.DrainTimeoutSeconds);
        LogRevoked(partition);
    }

    public void Lost(int partition)
    {
        if (!_pipelines.TryRemove(partition, out var pipeline))
            return;
        pipeline.Abandon();
        LogLost(partition);
    }

    public void Error(KafkaProblem problem) => LogProblem(problem.ToString());

    /// <summary>Throws when a pipeline ended although its partition is still owned.</summary>
    public void ThrowIfFailed()
    {
        foreach (var pipeline in All)
        {
            if (pipeline.Completion.IsCompleted)
                throw new InvalidOperationException($"The pipeline of partition {pipeline.Partition} ended before its partition was revoked; the cause is logged above.");
        }
    }

    /// <summary>Lets go of everything, as after a revoke.</summary>
    public void Clear()
    {
        foreach (var pipeline in All)
            pipeline.Complete();
        foreach (var pipeline in All)
            Revoked(pipeline.Partition);
    }

    private void Counted(int partition, long nextOffset) => Source?.Commit(partition, nextOffset);

    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "Partition {Partition} is ours with epoch {Epoch}; it is counted from the earliest offset.")]
    private partial void LogAssigned(int partition, long epoch);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Information, Message = "Partition {Partition} was handed over.")]
    private partial void LogRevoked(int partition);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Partition {Partition} was lost; its next owner counts it anew.")]
    private partial void LogLost(int partition);

    [LoggerMessage(EventId = 1104, Level = LogLevel.Warning, Message = "Partition {Partition} still had {Messages} messages on their way after {Seconds} s; they are left to its next owner.")]
    private partial void LogDrainTimedOut(int partition, int messages, int seconds);

    [LoggerMessage(EventId = 1105, Level = LogLevel.Warning, Message = "Kafka: {Problem}")]
    private partial void LogProblem(string problem);
}

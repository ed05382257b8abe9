using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Streams;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Feed;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Aggregates;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Ownership;
using Telemetry.Ingestion.Pipeline;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Consuming;

/// <summary>
/// The partitions that the group has assigned to this node: each is claimed first, then has its pipeline and its aggregate. All but
/// what is said to be otherwise happens on the polling thread.
/// </summary>
public sealed partial class Partitions(
    ActorSystem system,
    IMaterializer materializer,
    Vocabularies vocabularies,
    IAggregateSink sink,
    IEventFeedSink feed,
    IDeadLetterSink deadLetters,
    Backlog backlog,
    PartitionClaims claims,
    SnapshotSaver snapshots,
    IngestionOptions options,
    TimeSpan reclaimDelay,
    TimeProvider time,
    ILoggerFactory loggers) : IRebalanceListener, IOwnerListener
{
    private static readonly TimeSpan LagInterval = TimeSpan.FromMilliseconds(100), MeasuringIsLate = TimeSpan.FromSeconds(1);
    private readonly ILogger _logger = loggers.CreateLogger<Partitions>();
    private readonly ConcurrentDictionary<int, PartitionPipeline> _pipelines = [];
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _claiming = [];
    private readonly ConcurrentQueue<(ClaimedPartition Claimed, CancellationTokenSource Claim)> _claimed = [];
    private readonly ConcurrentQueue<(int Partition, long Epoch, LetGoReason Reason)> _letGo = [];
    private volatile Exception? _claimFailure;
    private volatile bool _hasJoined;
    private long _lagMeasuredAt;
    private bool _isClosed;

    /// <summary>The source whose partitions these are; set once, before the first poll.</summary>
    public ITelemetrySource? Source { get; set; }

    /// <summary>Partitions that are counted here. Any thread, like the other figures.</summary>
    public int Count => _pipelines.Count;

    /// <summary>Partitions that are assigned here and not claimed yet.</summary>
    public int Unclaimed => _claiming.Count;

    /// <summary>Whether the group has said which partitions are ours, be it none, and has not taken all away since.</summary>
    public bool HasJoined => _hasJoined;

    public int InFlight => backlog.Messages;

    public int Paused => _pipelines.Values.Count(pipeline => pipeline.IsPaused);

    public IEnumerable<PartitionPipeline> All => _pipelines.Select(entry => entry.Value);

    /// <summary>Messages in Kafka or on their way that are not counted yet; null while that is not known.</summary>
    public long? Lag
    {
        get
        {
            if (Unclaimed > 0)
                return null;
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

    /// <summary>How long the oldest message that is not counted has waited, of all partitions; null while that is not known.</summary>
    public TimeSpan? LagTime
    {
        get
        {
            if (Unclaimed > 0)
                return null;
            var longest = TimeSpan.Zero;
            foreach (var pipeline in All)
            {
                if (pipeline.Lag is not { } lag)
                    return null;
                longest = lag > longest ? lag : longest;
            }
            var unmeasured = time.GetElapsedTime(Volatile.Read(ref _lagMeasuredAt));
            return unmeasured > MeasuringIsLate ? longest + unmeasured : longest; // the polling thread is held up, and all with it
        }
    }

    public PartitionPipeline? Find(int partition) => _pipelines.GetValueOrDefault(partition);

    public void Assigned(IReadOnlyList<int> partitions)
    {
        if (_isClosed)
            return; // the source is on its way out: a claim would only take the partition from its next owner
        foreach (var partition in partitions)
            Claim(partition, TimeSpan.Zero);
        _hasJoined = true;
    }

    public void Revoked(IReadOnlyList<int> partitions)
    {
        foreach (var partition in partitions)
            StopClaiming(partition);
        Drain(Remove(partitions));
        LeaveIfEmpty();
        foreach (var partition in partitions)
            LogRevoked(partition);
    }

    public void Lost(IReadOnlyList<int> partitions)
    {
        foreach (var partition in partitions)
            StopClaiming(partition);
        foreach (var pipeline in Remove(partitions))
            pipeline.Abandon();
        LeaveIfEmpty();
        foreach (var partition in partitions)
            LogLost(partition);
    }

    public void Error(KafkaProblem problem)
    {
        problem.ThrowIfFatal();
        if (!problem.IsOutage) // which is told once, for all clients
            LogProblem(problem.ToString());
    }

    /// <inheritdoc/>
    public void Covered(int partition, long nextOffset) => Source?.Commit(partition, nextOffset);

    /// <inheritdoc/>
    public void LetGo(int partition, long epoch, LetGoReason reason) => _letGo.Enqueue((partition, epoch, reason));

    /// <summary>Starts what was claimed since the last call, lets go of what has to be claimed again, and measures how far behind it is.</summary>
    public void Advance()
    {
        while (_claimed.TryDequeue(out var next))
        {
            if (_claiming.TryGetValue(next.Claimed.Partition, out var claim) && claim == next.Claim)
                Start(next.Claimed);
        }
        while (_letGo.TryDequeue(out var next))
        {
            if (Find(next.Partition) is { } pipeline && pipeline.Epoch == next.Epoch)
                ClaimAgain(pipeline, next.Reason);
        }
        if (time.GetElapsedTime(_lagMeasuredAt) >= LagInterval)
            MeasureLag();
    }

    /// <summary>Throws when a pipeline ended although its partition is still owned, or a claim failed in a way that no repetition mends.</summary>
    public void ThrowIfFailed()
    {
        if (_claimFailure is { } failure)
            throw new InvalidOperationException("A partition could not be claimed.", failure);
        foreach (var pipeline in All)
        {
            if (pipeline.Completion.IsCompleted)
                throw new InvalidOperationException($"The pipeline of partition {pipeline.Partition} ended before its partition was revoked; the cause is logged above.");
        }
    }

    /// <summary>Lets go of everything, as after a revoke, and takes nothing more.</summary>
    public void Clear()
    {
        _isClosed = true;
        foreach (var partition in _claiming.Keys)
            StopClaiming(partition);
        Drain(Remove([.. _pipelines.Keys]));
    }

    private void MeasureLag()
    {
        var now = time.GetTimestamp();
        foreach (var pipeline in All)
        {
            if (Source!.LagOf(pipeline.Partition) is { } inKafka)
                pipeline.MeasureLag(inKafka, time.GetElapsedTime(0, now));
        }
        Volatile.Write(ref _lagMeasuredAt, now);
    }

    /// <summary>Without a partition the group's next word has to come before we know that we are a member.</summary>
    private void LeaveIfEmpty() => _hasJoined &= !_pipelines.IsEmpty || !_claiming.IsEmpty;

    private void Claim(int partition, TimeSpan delay)
    {
        var claim = new CancellationTokenSource();
        _claiming[partition] = claim;
        _ = ClaimAsync(partition, delay, claim);
    }

    private async Task ClaimAsync(int partition, TimeSpan delay, CancellationTokenSource claim)
    {
        try
        {
            await Task.Delay(delay, time, claim.Token);
            _claimed.Enqueue((await Task.Run(() => claims.ClaimAsync(partition, token => Source!.BoundsAsync(partition, token), claim.Token), claim.Token), claim));
        }
        catch (Exception exception) when (claim.IsCancellationRequested)
        {
            LogClaimGivenUp(partition, exception.Message);
        }
        catch (Exception exception)
        {
            _claimFailure = exception;
        }
    }

    private void StopClaiming(int partition)
    {
        if (_claiming.TryRemove(partition, out var claim))
            claim.Cancel(); // not disposed: the claim may be using it
    }

    private void Start(ClaimedPartition claimed)
    {
        var partition = claimed.Partition;
        var decoder = new EventDecoder(vocabularies, claimed.Owner.Aggregate.Tenants.Copy(), time);
        var aggregate = system.ActorOf(Props.Create(() => new AggregateActor(
            claimed, sink, feed, snapshots, this, TimeSpan.FromMilliseconds(options.DeltaIntervalMs), time, loggers.CreateLogger<AggregateActor>())),
            $"aggregate-{partition}-{claimed.Owner.Epoch}-{Guid.NewGuid():N}");
        _pipelines[partition] = new PartitionPipeline(claimed, backlog, decoder, deadLetters, aggregate, materializer);
        _claiming.TryRemove(partition, out _);
        Source!.Start(partition, claimed.Offset);
    }

    /// <summary>
    /// A fenced owner waits before it claims: when the group has given the partition to somebody else, it says so within that time, and
    /// claiming would only take it from its owner.
    /// </summary>
    private void ClaimAgain(PartitionPipeline pipeline, LetGoReason reason)
    {
        Source!.Pause(pipeline.Partition);
        var removed = Remove([pipeline.Partition]);
        if (reason == LetGoReason.Fenced)
            pipeline.Abandon();
        else
            Drain(removed);
        LogClaimsAgain(pipeline.Partition, reason);
        Claim(pipeline.Partition, reason == LetGoReason.Fenced ? reclaimDelay : TimeSpan.Zero);
    }

    private List<PartitionPipeline> Remove(IReadOnlyList<int> partitions)
    {
        var removed = new List<PartitionPipeline>();
        foreach (var partition in partitions)
        {
            if (_pipelines.TryRemove(partition, out var pipeline))
                removed.Add(pipeline);
        }
        return removed;
    }

    /// <summary>All at once, so that many take no longer than one.</summary>
    private void Drain(List<PartitionPipeline> pipelines)
    {
        foreach (var pipeline in pipelines)
            pipeline.Complete();
        var atMost = TimeSpan.FromSeconds(options.DrainTimeoutSeconds);
        if (Task.WhenAll(pipelines.Select(pipeline => pipeline.Completion)).Wait(atMost))
            return;
        foreach (var pipeline in pipelines.Where(pipeline => !pipeline.Completion.IsCompleted))
        {
            pipeline.Abandon(); // its next owner may have begun
            LogDrainTimedOut(pipeline.Partition, pipeline.InFlight, options.DrainTimeoutSeconds);
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Debug, Message = "The claim of partition {Partition} was given up: {Reason}")]
    private partial void LogClaimGivenUp(int partition, string reason);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Information, Message = "Partition {Partition} was handed over.")]
    private partial void LogRevoked(int partition);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Partition {Partition} was lost; its next owner goes on from the last snapshot.")]
    private partial void LogLost(int partition);

    [LoggerMessage(EventId = 1104, Level = LogLevel.Warning, Message = "Partition {Partition} still had {Messages} messages on their way after {Seconds} s; they are left to its next owner.")]
    private partial void LogDrainTimedOut(int partition, int messages, int seconds);

    [LoggerMessage(EventId = 1105, Level = LogLevel.Warning, Message = "Kafka: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(EventId = 1106, Level = LogLevel.Warning, Message = "Partition {Partition} is let go ({Reason}) and claimed again, unless the group takes it away first.")]
    private partial void LogClaimsAgain(int partition, LetGoReason reason);
}

using Akka.Actor;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Feed;
using Telemetry.Ingestion.Pipeline;

namespace Telemetry.Ingestion.Aggregates;

/// <summary>
/// Owns the state of one partition. Counts batches, acknowledges each, and publishes what changed at most every
/// <paramref name="deltaInterval"/>. An exception stops it (see the guardian's strategy): its state could not be trusted,
/// so ingestion starts again from the log.
/// </summary>
public sealed class AggregateActor(
    int partition,
    long epoch,
    AggregateLimits limits,
    IAggregateSink sink,
    IEventFeedSink feed,
    Action<int, long> counted,
    TimeSpan deltaInterval,
    TimeProvider time) : UntypedActor, IWithTimers
{
    private readonly PartitionAggregate _aggregate = new(partition, epoch, limits);
    /// <summary>Titles and sketches are copied whole into a delta, so they travel less often than cells.</summary>
    private static readonly TimeSpan SummaryInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Silence after which an empty delta is published; a gateway takes three of them for an owner that is gone.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    private long _publishedAt, _summarisedAt;
    private bool _retired;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        sink.PartitionStarted(partition, epoch);
        Timers.StartPeriodicTimer(PublishDue.Heartbeat, PublishDue.Heartbeat, HeartbeatInterval);
    }

    protected override void PostStop() => sink.PartitionStopped(partition);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MessageBatch batch:
                Count(batch);
                Sender.Tell(Ack.Instance);
                PublishOrRemind();
                break;
            case PublishDue due when due == PublishDue.Heartbeat:
                if (time.GetElapsedTime(_publishedAt) >= HeartbeatInterval / 2)
                    Publish(withSummaries: false, evenIfEmpty: true);
                break;
            case PublishDue due:
                Publish(withSummaries: due == PublishDue.All);
                break;
            case Begin:
                Sender.Tell(Ack.Instance);
                break;
            case Retire:
                _retired = true;
                break;
            case End end:
                if (end.Failure is not null)
                    throw new InvalidOperationException($"The pipeline of partition {partition} failed.", end.Failure);
                Publish(withSummaries: true);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Count(MessageBatch batch)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var feedIsWanted = feed.IsWanted && !_retired;
        try
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var message = batch.Messages[i];
                if (batch.Rejections[i] is { } rejection)
                    _aggregate.Reject(rejection.Reason);
                else if (_aggregate.Apply(batch.Events[i], EventDecoder.ArrivalOf(message, now)) == Outcome.Counted && feedIsWanted)
                    feed.Append(partition, message.Offset, batch.Events[i], message.Value);
            }
            _aggregate.AdvanceTo(batch.NextOffset);
        }
        finally
        {
            batch.Release();
        }
        if (feedIsWanted)
            feed.Flush();
    }

    private void PublishOrRemind()
    {
        var wait = deltaInterval - time.GetElapsedTime(_publishedAt);
        if (wait <= TimeSpan.Zero)
            Publish(withSummaries: time.GetElapsedTime(_summarisedAt) >= SummaryInterval);
        else if (!Timers.IsTimerActive(PublishDue.Cells))
            Timers.StartSingleTimer(PublishDue.Cells, PublishDue.Cells, wait);
    }

    private void Publish(bool withSummaries, bool evenIfEmpty = false)
    {
        _publishedAt = time.GetTimestamp();
        if (withSummaries)
            _summarisedAt = _publishedAt;
        if (sink.LostSince(partition) is { } position)
            _aggregate.MarkOpenChanged(position);
        if (!_retired && _aggregate.TakeDelta(withSummaries, evenIfEmpty) is { } delta)
        {
            sink.Publish(delta);
            counted(partition, delta.ToOffset);
        }
        if (_aggregate.HasNewSummaries && !Timers.IsTimerActive(PublishDue.All))
            Timers.StartSingleTimer(PublishDue.All, PublishDue.All, SummaryInterval);
    }
}

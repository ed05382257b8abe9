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
    private long _publishedAt;
    private bool _publishIsDue, _retired;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => sink.PartitionStarted(partition, epoch);

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
            case PublishDue:
                Publish();
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
                Publish();
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
                    feed.Append(batch.Events[i], message.Value);
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
            Publish();
        else if (!_publishIsDue)
        {
            _publishIsDue = true;
            Timers.StartSingleTimer(PublishDue.Instance, PublishDue.Instance, wait);
        }
    }

    private void Publish()
    {
        _publishIsDue = false;
        _publishedAt = time.GetTimestamp();
        if (_retired || _aggregate.TakeDelta() is not { } delta)
            return;
        sink.Publish(delta);
        counted(partition, delta.ToOffset);
    }
}

using Akka.Actor;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Feed;
using Telemetry.Ingestion.Ownership;
using Telemetry.Ingestion.Pipeline;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Aggregates;

/// <summary>
/// Owns the state of one partition. Counts batches, acknowledges each, and publishes what changed at most every
/// <paramref name="deltaInterval"/>; <see cref="PartitionOwner"/> says what may be published and saved. An exception stops it (see the
/// guardian's strategy): its state could not be trusted, so ingestion starts again from the last snapshot.
/// </summary>
public sealed partial class AggregateActor(
    ClaimedPartition claimed,
    IAggregateSink sink,
    IEventFeedSink feed,
    SnapshotSaver snapshots,
    IOwnerListener listener,
    TimeSpan deltaInterval,
    TimeProvider time,
    ILogger<AggregateActor> logger) : UntypedActor, IWithTimers
{
    /// <summary>Titles and sketches are copied whole into a delta, so they travel less often than cells.</summary>
    private static readonly TimeSpan SummaryInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A replay that brings nothing for so long has reached the log's end, whatever the end's offset is.</summary>
    private static readonly TimeSpan ReplayPatience = TimeSpan.FromSeconds(3);

    /// <summary>A partition that is silent for so long tells that its owner is there.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    private readonly PartitionOwner _owner = claimed.Owner;
    private readonly SnapshotEncoder _encoder = snapshots.NewEncoder();
    private long _publishedAt, _summarisedAt, _deltaOffset = claimed.DeltaOffset;
    private bool _ending, _saveFailed, _hasLetGo;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        sink.PartitionStarted(claimed.Partition, _owner.Epoch);
        Timers.StartPeriodicTimer(SnapshotDue.Instance, SnapshotDue.Instance, snapshots.FirstDelay(claimed.Partition), snapshots.Interval);
        Timers.StartPeriodicTimer(PublishDue.Heartbeat, PublishDue.Heartbeat, HeartbeatInterval);
        PublishOrRemind();
    }

    protected override void PostStop() => sink.PartitionStopped(claimed.Partition);

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
            case SnapshotDue:
                Save();
                CheckUnlessSaving();
                break;
            case CheckEnded { Failure: null or SnapshotStoreException }: // a database that is away is told of when there is something to save
                break;
            case CheckEnded { Failure: FencedException fenced }:
                OnFenced(fenced);
                break;
            case CheckEnded ended:
                throw new InvalidOperationException($"Asking for the owner of partition {claimed.Partition} failed.", ended.Failure);
            case SaveEnded ended:
                OnSaveEnded(ended.Failure);
                break;
            case ReplayEnded:
                _owner.StopHoldingBack();
                Publish(withSummaries: true);
                break;
            case Begin:
                Sender.Tell(Ack.Instance);
                break;
            case Retire:
                _owner.Retire();
                break;
            case End end:
                if (end.Failure is not null)
                    throw new InvalidOperationException($"The pipeline of partition {claimed.Partition} failed.", end.Failure);
                (_ending, _saveFailed) = (true, false); // a database that was away gets another chance
                SaveAndStop();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Count(MessageBatch batch)
    {
        var feedIsWanted = feed.IsWanted && !_owner.IsRetired;
        try
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var message = batch.Messages[i];
                if (!_owner.Takes(message.Offset))
                    LetGo(LetGoReason.LogWentBack);
                else if (batch.Rejections[i] is { } rejection)
                    _owner.Aggregate.Reject(rejection.Reason);
                else if (_owner.Aggregate.Apply(batch.Events[i], message.TimestampUnixMs) == Outcome.Counted && feedIsWanted)
                    feed.Append(claimed.Partition, message.Offset, batch.Events[i], message.Value);
            }
            _owner.AdvanceTo(batch.NextOffset);
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
        if (_owner.IsHeldBack)
        {
            Timers.StartSingleTimer(ReplayEnded.Instance, ReplayEnded.Instance, ReplayPatience); // replaces the one that runs
            return;
        }
        Timers.Cancel(ReplayEnded.Instance);
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
        if (sink.LostSince(claimed.Partition) is { } position)
            _owner.Aggregate.MarkOpenChanged(position);
        if (_owner.TakeDelta(withSummaries, evenIfEmpty) is { } delta)
        {
            sink.Publish(delta);
            if (!_owner.KeepsStates)
                listener.Covered(claimed.Partition, delta.ToOffset);
        }
        if (_owner.Aggregate.HasNewSummaries && !Timers.IsTimerActive(PublishDue.All))
            Timers.StartSingleTimer(PublishDue.All, PublishDue.All, SummaryInterval);
    }

    private void Save()
    {
        Publish(withSummaries: true); // what is saved is ahead of what was told only while that is held back
        if (_owner.BeginSave() is not { } state)
            return;
        _deltaOffset = snapshots.DeltaOffset(claimed.Partition, state.NextOffset, _deltaOffset);
        snapshots.SaveAsync(_encoder, state, _owner.Epoch, _deltaOffset).PipeTo(Self, success: () => new SaveEnded(null), failure: failure => new SaveEnded(failure));
    }

    /// <summary>
    /// A claim that was given up may still raise the epoch. Where messages come, the next save finds out; where none come, gateways that
    /// begin with the row would take this owner's signs of life for a zombie's.
    /// </summary>
    private void CheckUnlessSaving()
    {
        if (_owner is { KeepsStates: true, IsRetired: false, IsSaving: false })
            snapshots.CheckAsync(claimed.Partition, _owner.Epoch).PipeTo(Self, success: () => new CheckEnded(null), failure: failure => new CheckEnded(failure));
    }

    private void OnFenced(FencedException fenced)
    {
        LogFenced(claimed.Partition, fenced.Message);
        _owner.Retire();
        LetGo(LetGoReason.Fenced);
    }

    private void OnSaveEnded(Exception? failure)
    {
        switch (failure)
        {
            case null:
                _saveFailed = false;
                listener.Covered(claimed.Partition, _owner.Saved());
                break;
            case FencedException fenced:
                OnFenced(fenced);
                break;
            case SnapshotStoreException:
                _owner.NotSaved();
                if (!_saveFailed)
                    LogNotSaved(claimed.Partition, failure.Message);
                _saveFailed = true;
                break;
            default:
                throw new InvalidOperationException($"Saving the state of partition {claimed.Partition} failed.", failure);
        }
        if (_ending)
            SaveAndStop();
    }

    /// <summary>The last save; once it has ended, or there is none to do, the actor stops.</summary>
    private void SaveAndStop()
    {
        if (_owner.IsSaving)
            return;
        if (!_saveFailed)
            Save();
        else
            Publish(withSummaries: true);
        if (!_owner.IsSaving)
            Context.Stop(Self);
    }

    private void LetGo(LetGoReason reason)
    {
        if (!_hasLetGo)
            listener.LetGo(claimed.Partition, _owner.Epoch, reason);
        _hasLetGo = true;
    }

    [LoggerMessage(EventId = 1121, Level = LogLevel.Warning, Message = "Partition {Partition} has another owner; this one tells nothing more. {Problem}")]
    private partial void LogFenced(int partition, string problem);

    [LoggerMessage(EventId = 1122, Level = LogLevel.Error,
        Message = "The state of partition {Partition} could not be saved; counting goes on, and it is tried again every interval. {Problem}")]
    private partial void LogNotSaved(int partition, string problem);
}

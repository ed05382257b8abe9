using System.Runtime.InteropServices;
using Telemetry.Domain.Vocabulary;
using Telemetry.Grpc.Frames;
using Telemetry.Live.Feed;
using Telemetry.Live.Rendering;

namespace Telemetry.Live.Hub;

/// <summary>
/// The next message of each subscriber. Subscribers that have got equally far with the same view and feed, which is nearly all of
/// them, get the same frame: it is made once in a slot. Not thread-safe: the hub's loop owns it.
/// </summary>
internal sealed class UpdateFrames(Vocabularies vocabularies)
{
    // Enough to catch up with the ring in a few messages, and far from the 4 MiB that clients take by default.
    private const int MaxFeedBytes = 256 * 1024;
    private readonly UpdateEncoder _encoder = new(vocabularies);
    private readonly Dictionary<Step, Frame> _shared = [];
    private readonly List<FeedChannel.Entry> _batches = [];

    // Most streams of a slot take the same step as the one before them: no look-up for those.
    private Step _latestStep;
    private Frame? _latest;

    /// <summary>From where to where a message takes its subscriber.</summary>
    private readonly record struct Step(
        ViewState? State, long FromVersion, bool HasState, FeedChannel? Feed, long FromBatch, long ToBatch, long Dropped, long SampledOut);

    /// <summary>Begins a slot: frames of the one before are not used again.</summary>
    public void Begin()
    {
        _shared.Clear();
        _latest = null;
    }

    /// <summary>
    /// The message that brings a subscriber up to date, at a time (Unix ms), and the subscriber moved on accordingly; null when it is
    /// up to date.
    /// </summary>
    public Frame? Next(Subscriber subscriber, long nowMs)
    {
        subscriber.NeedsFull |= subscriber.View?.State.ForgottenVersion > subscriber.Version;
        if (subscriber.Replay.Count > 0 || (subscriber.NeedsFull && subscriber.View is not null))
            return First(subscriber, nowMs);
        var step = Plan(subscriber);
        if (!step.HasState && step.ToBatch == step.FromBatch)
            return null;
        if (_latest is null || step != _latestStep)
            (_latestStep, _latest) = (step, Shared(step, nowMs));
        Move(subscriber, step);
        return _latest;
    }

    /// <summary>A message without parts.</summary>
    public Frame Heartbeat(Subscriber subscriber, long nowMs)
    {
        var step = new Step(subscriber.View?.State, subscriber.Version, HasState: false, Feed: null, 0, 0, 0, 0);
        return Shared(step, nowMs);
    }

    private Frame Shared(in Step step, long nowMs)
    {
        ref var frame = ref CollectionsMarshal.GetValueRefOrAddDefault(_shared, step, out var known);
        if (!known)
            frame = Encode(step, nowMs);
        return frame!;
    }

    private static Step Plan(Subscriber subscriber)
    {
        var state = subscriber.View?.State;
        var hasState = state is not null && state.Version > subscriber.Version && state.HasChangedSince(subscriber.Version);
        if (state is not null && !hasState)
            subscriber.Version = Math.Max(subscriber.Version, state.Version);
        if (subscriber.Feed is not { } feed)
            return new Step(state, subscriber.Version, hasState, null, 0, 0, 0, 0);
        var from = Math.Max(subscriber.NextBatch, feed.First);
        var to = Reach(feed, from, state is null ? FeedBatch.MaxEvents : int.MaxValue);
        if (to == from)
            return new Step(state, subscriber.Version, hasState, feed, from, to, 0, 0);
        return new Step(
            state, subscriber.Version, hasState, feed, from, to, feed[from].EventsBefore - subscriber.EventsTold, feed.SampledOut - subscriber.SampledOutTold);
    }

    /// <summary>Where a message that begins with a batch has to end.</summary>
    private static long Reach(FeedChannel feed, long from, int maxEvents)
    {
        var bytes = 0;
        var events = 0;
        var to = from;
        for (; to < feed.End; to++)
        {
            bytes += feed[to].Bytes.Length;
            events += feed[to].Events;
            if (to > from && (bytes > MaxFeedBytes || events > maxEvents))
                break;
        }
        return to;
    }

    private static void Move(Subscriber subscriber, in Step step)
    {
        if (step.HasState)
            subscriber.Version = step.State!.Version;
        if (step.Feed is null || step.ToBatch == step.FromBatch)
            return;
        ref readonly var last = ref step.Feed[step.ToBatch - 1];
        subscriber.NextBatch = step.ToBatch;
        subscriber.EventsTold = last.EventsBefore + last.Events;
        subscriber.SampledOutTold = step.Feed.SampledOut;
    }

    private Frame Encode(in Step step, long nowMs)
    {
        _batches.Clear();
        for (var number = step.FromBatch; number < step.ToBatch; number++)
            _batches.Add(step.Feed![number]);
        var batches = CollectionsMarshal.AsSpan(_batches);
        if (step.State is null)
        {
            _encoder.BeginBatch();
            _encoder.AddEvents(batches, step.Dropped, step.SampledOut);
            return Frame.OfBytes(_encoder.ToArray());
        }
        _encoder.BeginUpdate(null, step.HasState ? step.State.Version : step.FromVersion, full: false, step.HasState ? step.State.AtMs : nowMs);
        if (step.HasState)
            _encoder.AddState(step.State, step.FromVersion);
        if (batches.Length > 0)
            _encoder.AddEventsField(batches, step.Dropped, step.SampledOut);
        return Frame.OfBytes(_encoder.ToArray());
    }

    /// <summary>A full state with all past events, or the next batch of past events.</summary>
    private Frame First(Subscriber subscriber, long nowMs)
    {
        _batches.Clear();
        while (subscriber.Replay.TryDequeue(out var batch))
        {
            _batches.Add(batch);
            if (subscriber.View is null)
                break;
        }
        var batches = CollectionsMarshal.AsSpan(_batches);
        if (subscriber.View is null)
        {
            _encoder.BeginBatch();
            _encoder.AddEvents(batches, 0, 0);
        }
        else
        {
            var state = subscriber.View.State;
            _encoder.BeginUpdate(subscriber.Id, state.Version, full: true, nowMs);
            _encoder.AddState(state, since: -1);
            if (batches.Length > 0)
                _encoder.AddEventsField(batches, 0, 0);
            (subscriber.NeedsFull, subscriber.Version) = (false, state.Version);
        }
        return Frame.OfBytes(_encoder.ToArray());
    }
}

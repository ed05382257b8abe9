using Grpc.Core;
using Telemetry.Grpc.Frames;
using Telemetry.Live.Feed;
using Telemetry.Live.Views;

namespace Telemetry.Live.Hub;

/// <summary>
/// One stream and how far it has got. The hub's loop owns it, but for <see cref="Close"/>, which the call's own task uses to make
/// sure that nothing is written after the call has ended.
/// </summary>
internal sealed class Subscriber(IServerStreamWriter<Frame> stream, SharedView? view, FeedWish? wish, int replay, Caller? caller = null)
{
    private static readonly WriteOptions Last = new(WriteFlags.NoCompress);
    private static readonly WriteOptions MoreFollows = new(WriteFlags.NoCompress | WriteFlags.BufferHint);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task _write = Task.CompletedTask;
    private bool _closed;

    /// <summary>Handle for UpdateFilter; can't be guessed.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whose stream it is.</summary>
    public Caller Caller { get; } = caller ?? Caller.Anyone;

    /// <summary>The dashboard that is watched; null when only events are.</summary>
    public SharedView? View { get; set; } = view;

    /// <summary>Which events are watched; null for none.</summary>
    public FeedWish? Wish { get; set; } = wish;

    /// <summary>Past events to begin with.</summary>
    public int ReplayCount => replay;

    public FeedChannel? Feed { get; set; }

    /// <summary>Past events that are still to be sent.</summary>
    public Queue<FeedChannel.Entry> Replay { get; } = new();

    /// <summary>Whether the next message is a full state.</summary>
    public bool NeedsFull { get; set; } = true;

    /// <summary>Version of the state that was sent last.</summary>
    public long Version { get; set; }

    /// <summary>Number of the feed's batch that comes next.</summary>
    public long NextBatch { get; set; }

    /// <summary>Events of the feed that were sent or are known to be lost, and events that sampling left out, as far as was told.</summary>
    public long EventsTold { get; set; }

    /// <inheritdoc cref="EventsTold"/>
    public long SampledOutTold { get; set; }

    /// <summary>When the last message was handed over, Unix ms.</summary>
    public long WrittenMs { get; set; }

    /// <summary>Whether the stream has not taken the last message yet.</summary>
    public bool IsBusy => !_write.IsCompleted;

    /// <summary>Whether a write failed: the connection is gone.</summary>
    public bool IsBroken => _write.IsFaulted || _write.IsCanceled;

    /// <summary>Completes when the hub ends the stream; fails with the reason.</summary>
    public Task End => _end.Task;

    /// <summary>Hands a message over; see <see cref="IsBusy"/>. Does nothing once the call has ended.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="moreFollows">Whether another message follows at once, so that this one need not be sent alone.</param>
    public void Write(Frame frame, bool moreFollows)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            stream.WriteOptions = moreFollows ? MoreFollows : Last;
            _write = stream.WriteAsync(frame);
        }
    }

    /// <summary>Ends the stream for a reason that its client is told; null when the client is gone.</summary>
    public void Finish(Exception? reason)
    {
        if (reason is null)
            _end.TrySetResult();
        else
            _end.TrySetException(reason);
    }

    /// <summary>After this nothing is written any more.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
        _ = _write.Exception; // observed: the call that it belonged to has ended
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;
using Telemetry.Grpc.Errors;
using Telemetry.Live.Feed;
using Telemetry.Live.Views;

namespace Telemetry.Live.Hub;

/// <summary>
/// Serves all streams, slot by slot: closes the feed's batch, then hands each stream whose turn it is what it has not seen yet,
/// as one message. A stream that has not taken its last message is passed over, so a slow one slows nobody: of the state it gets
/// the newest when it is ready again, of the feed what is still kept. <see cref="Slot"/> is for one caller, the rest for any thread.
/// </summary>
internal sealed class LiveHub(LiveViews views, EventFeed feed, Vocabularies vocabularies, TimeProvider time, IOptions<HubOptions> options)
{
    private const int MessagesAtOnce = 32; // of WatchEvents, which holds little in each
    private readonly HubOptions _options = options.Value;
    private readonly ConcurrentQueue<Action> _changes = new();
    private readonly ConcurrentDictionary<string, Subscriber> _byId = new();
    private readonly List<Subscriber> _subscribers = [];
    private readonly FeedChannels _channels = new(feed, vocabularies, options.Value);
    private readonly UpdateFrames _frames = new(vocabularies);
    private long _slot;

    /// <summary>Streams being served.</summary>
    public int Count => _byId.Count;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Serves a stream until it ends: by the token, or by the hub, which then throws the reason.</summary>
    public async Task ServeAsync(Subscriber subscriber, CancellationToken cancellationToken)
    {
        _byId[subscriber.Id] = subscriber;
        _changes.Enqueue(() => Attach(subscriber));
        try
        {
            await subscriber.End.WaitAsync(cancellationToken);
        }
        finally
        {
            subscriber.Close();
            _byId.TryRemove(subscriber.Id, out _);
            _changes.Enqueue(() => Detach(subscriber));
        }
    }

    /// <summary>Changes filter and window of a running dashboard; when it returns, the stream's next message is a full state for them.</summary>
    /// <exception cref="NotFoundException">No such dashboard of this user is running here.</exception>
    /// <exception cref="LimitReachedException">The node serves as many filters as it may.</exception>
    public async Task UpdateFilterAsync(string subscriptionId, Caller caller, EventFilter filter, WindowLength window, CancellationToken cancellationToken)
    {
        if (!_byId.TryGetValue(subscriptionId, out var subscriber) || subscriber.View is null || subscriber.Caller.User != caller.User)
            throw new NotFoundException("subscription", subscriptionId, "It has ended or never was on this node; start a new WatchDashboard with the filter.");
        var view = views.Open(filter, window);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _changes.Enqueue(() => Change(subscriber, view, filter, done));
        await done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>One turn of the loop.</summary>
    public void Slot()
    {
        var now = NowMs;
        _channels.Close(now);
        // After the batch is closed: who comes now gets what is counted from now on, and what was before by replay alone.
        while (_changes.TryDequeue(out var change))
            change();
        _frames.Begin();
        // Every stream has its turn once in `stride` slots, another part of them in each.
        var stride = Math.Max(2, (_subscribers.Count + _options.StreamsPerSlot - 1) / _options.StreamsPerSlot);
        for (var i = (int)(_slot++ % stride); i < _subscribers.Count; i += stride)
            Serve(_subscribers[i], now);
    }

    /// <summary>Ends all streams: the loop has failed and would leave them without a word.</summary>
    public void EndAll(Exception reason)
    {
        foreach (var subscriber in _byId.Values)
            subscriber.Finish(reason);
    }

    private void Serve(Subscriber subscriber, long now)
    {
        if (subscriber.Caller.SignedInUntil is { } until && until.ToUnixTimeMilliseconds() <= now)
        {
            subscriber.Finish(new SignInEndedException());
            return;
        }
        if (subscriber.IsBusy)
        {
            if (now - subscriber.WrittenMs > _options.StallLimitMs)
                subscriber.Finish(new LimitReachedException("stream", $"The stream took nothing for {_options.StallLimitMs / 1_000} s. Read faster, or ask for fewer events.", TimeSpan.FromSeconds(1)));
            return;
        }
        if (subscriber.IsBroken)
        {
            subscriber.Finish(null);
            return;
        }
        var frame = _frames.Next(subscriber, now);
        if (frame is null && subscriber.View is not null && now - subscriber.WrittenMs >= _options.HeartbeatMs)
            frame = _frames.Heartbeat(subscriber, now);
        for (var messages = 1; frame is not null && !subscriber.IsBusy; messages++)
        {
            var next = subscriber.View is null && messages < MessagesAtOnce ? _frames.Next(subscriber, now) : null;
            subscriber.Write(frame, moreFollows: next is not null);
            subscriber.WrittenMs = now;
            frame = next;
        }
    }

    private void Attach(Subscriber subscriber)
    {
        if (!JoinFeed(subscriber))
            return;
        if (subscriber.Feed is { } channel && subscriber.ReplayCount > 0)
        {
            foreach (var batch in channel.Replay(_channels.Recent, subscriber.ReplayCount))
                subscriber.Replay.Enqueue(batch);
        }
        subscriber.WrittenMs = NowMs;
        _subscribers.Add(subscriber);
    }

    private void Detach(Subscriber subscriber)
    {
        var index = _subscribers.IndexOf(subscriber);
        if (index >= 0)
        {
            _subscribers[index] = _subscribers[^1];
            _subscribers.RemoveAt(_subscribers.Count - 1);
        }
        _channels.Leave(subscriber.Feed);
        subscriber.Feed = null;
        if (subscriber.View is { } view)
            views.Close(view);
    }

    private void Change(Subscriber subscriber, SharedView view, EventFilter filter, TaskCompletionSource done)
    {
        var unused = view;
        if (_byId.ContainsKey(subscriber.Id))
        {
            (unused, subscriber.View, subscriber.NeedsFull) = (subscriber.View, view, true);
            if (subscriber.Wish is { } wish && !wish.Filter.Equals(filter))
            {
                _channels.Leave(subscriber.Feed);
                subscriber.Feed = null;
                subscriber.Wish = wish with { Filter = filter };
                JoinFeed(subscriber);
            }
        }
        views.Close(unused!);
        done.SetResult();
    }

    private bool JoinFeed(Subscriber subscriber)
    {
        if (subscriber.Wish is null)
            return true;
        if (_channels.Join(subscriber.Wish) is not { } channel)
        {
            subscriber.Finish(new LimitReachedException("node", $"This node serves {_options.MaxFeeds:N0} different event feeds, which is its limit. Use a filter and search that is in use, or try again later.", TimeSpan.FromSeconds(5)));
            return false;
        }
        (subscriber.Feed, subscriber.NextBatch, subscriber.EventsTold, subscriber.SampledOutTold) = (channel, channel.End, channel.Events, channel.SampledOut);
        return true;
    }
}

using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Feed;

namespace Telemetry.Live.Hub;

/// <summary>The channels of all wishes in use, and the newest events for those who begin with past ones. Not thread-safe.</summary>
internal sealed class FeedChannels(EventFeed feed, Vocabularies vocabularies, HubOptions options)
{
    private const int RecentBytes = 1024 * 1024;
    private readonly Dictionary<FeedWish, FeedChannel> _channels = [];
    private readonly FeedSearch _search = new();
    private readonly List<FeedBatch> _closed = [];
    private readonly List<FeedBatch> _recent = [];
    private int _recentBytes;

    /// <summary>The newest batches of all events, oldest first.</summary>
    public IReadOnlyList<FeedBatch> Recent => _recent;

    /// <summary>The channel of a wish with one more user; null when there are as many channels as there may be.</summary>
    public FeedChannel? Join(FeedWish wish)
    {
        if (!_channels.TryGetValue(wish, out var channel))
        {
            if (_channels.Count >= options.MaxFeeds)
                return null;
            _channels.Add(wish, channel = new FeedChannel(wish, vocabularies, _search, options.FeedBufferBytes));
        }
        channel.Users++;
        feed.HasAudience = true;
        return channel;
    }

    /// <summary>Gives back a channel.</summary>
    public void Leave(FeedChannel? channel)
    {
        if (channel is null || --channel.Users > 0)
            return;
        _channels.Remove(channel.Wish);
        feed.HasAudience = _channels.Count > 0;
    }

    /// <summary>Closes the feed's batch at a time (Unix ms) and hands it to every channel.</summary>
    public void Close(long nowMs)
    {
        _closed.Clear();
        var leftOut = feed.Close(_closed);
        foreach (var channel in _channels.Values)
        {
            foreach (var batch in _closed)
                channel.Take(batch, nowMs);
            if (leftOut > 0)
                channel.Lose(leftOut);
        }
        foreach (var batch in _closed)
            Remember(batch);
    }

    private void Remember(FeedBatch batch)
    {
        _recent.Add(batch);
        _recentBytes += batch.Bytes.Length;
        if (_recentBytes <= RecentBytes)
            return;
        // In one go, and not at every batch: the list is moved.
        var drop = 0;
        while (_recentBytes > RecentBytes / 2)
            _recentBytes -= _recent[drop++].Bytes.Length;
        _recent.RemoveRange(0, drop);
    }
}

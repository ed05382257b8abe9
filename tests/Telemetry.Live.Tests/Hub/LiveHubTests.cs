using Telemetry.Domain.Filtering;
using Telemetry.Grpc.Errors;
using Telemetry.Live.Feed;
using Telemetry.Live.Hub;
using Telemetry.Live.Tests.Samples;
using Telemetry.V1;

namespace Telemetry.Live.Tests.Hub;

public sealed class LiveHubTests
{
    [Fact]
    public void The_first_message_is_full_and_later_ones_hold_what_changed()
    {
        var rig = new LiveRig();
        rig.Count(new Message());
        var (stream, _) = rig.WatchDashboard();
        rig.Pass(1_500);

        var first = stream.Messages.First();
        Assert.True(first.Full);
        Assert.NotEmpty(first.SubscriptionId);
        Assert.Equal((1, 1), (first.Metrics.Events, first.Viewers.ActiveViewers));
        Assert.NotNull(first.Quality);
        Assert.NotNull(first.Device);
        Assert.NotNull(first.Health);
        Assert.Equal("Los Angeles", Assert.Single(first.Geo.Places).City);

        stream.Frames.Clear();
        rig.Count(new Message { CustomerId = "CUST_2", SessionId = "S2" });
        rig.Pass(60);

        var second = stream.Messages.First(update => update.Viewers is not null);
        Assert.False(second.Full);
        Assert.Equal((2, 2), (second.Metrics.Events, second.Viewers.ActiveViewers));
        var place = Assert.Single(second.Geo.Places);
        Assert.Equal(("", 2), (place.City, place.ActiveViewers));
    }

    [Fact]
    public void A_state_leaves_at_most_every_50_ms()
    {
        var rig = new LiveRig();
        var (stream, _) = rig.WatchDashboard();
        rig.Pass(100);
        stream.Frames.Clear();

        for (var i = 0; i < 100; i++)
        {
            rig.Count(new Message());
            rig.Pass(10);
        }

        Assert.InRange(stream.Messages.Count(update => update.Metrics is not null), 18, 21);
    }

    [Fact]
    public void Silence_is_broken_by_heartbeats()
    {
        var rig = new LiveRig();
        var (stream, _) = rig.WatchDashboard();
        rig.Pass(100);
        stream.Frames.Clear();

        rig.Pass(6_500);

        Assert.Equal(3, stream.Frames.Count);
        Assert.All(stream.Messages, update => Assert.Equal(new DashboardUpdate { Sequence = update.Sequence, AtUnixMs = update.AtUnixMs }, update));
    }

    [Fact]
    public void Subscribers_that_are_equally_far_share_one_frame()
    {
        var rig = new LiveRig();
        var streams = Enumerable.Range(0, 10).Select(_ => rig.WatchDashboard(withFeed: true).Stream).ToList();
        rig.Pass(100);
        streams.ForEach(stream => stream.Frames.Clear());

        rig.Count(new Message());
        rig.Pass(100);

        var frames = streams.SelectMany(stream => stream.Frames).Distinct().Count();
        Assert.InRange(frames, 1, 2 * streams[0].Frames.Count); // one for each of the two parts that are served in turn
    }

    [Fact]
    public void A_slow_subscriber_gets_the_newest_state_and_a_count_of_what_it_lost()
    {
        var rig = new LiveRig(new HubOptions { FeedBufferBytes = 64 * 1024 });
        var (slow, _) = rig.WatchDashboard(withFeed: true);
        var (fast, _) = rig.WatchDashboard(withFeed: true);
        rig.Pass(100);
        slow.Block();

        for (var i = 0; i < 1_000; i++)
        {
            rig.Count(new Message());
            rig.Pass(10);
        }
        var whileBlocked = slow.Messages.Last();
        slow.Release();
        slow.Frames.Clear();
        rig.Pass(100);

        Assert.Equal(1_000, fast.Messages.Sum(update => update.Events?.Events.Count ?? 0));
        Assert.All(fast.Messages, update => Assert.Equal(0ul, update.Events?.Dropped ?? 0));
        var received = slow.Messages.Where(update => update.Events is not null).ToList();
        Assert.Equal(1_000, received.Sum(update => update.Events.Events.Count + (int)update.Events.Dropped) + whileBlocked.Events.Events.Count);
        Assert.NotEqual(0ul, received[0].Events.Dropped);
        Assert.Equal(1_000, slow.Messages.First(update => update.Metrics is not null).Metrics.Events);
    }

    [Fact]
    public async Task A_subscriber_that_takes_nothing_for_too_long_is_ended()
    {
        var rig = new LiveRig();
        var (stream, call) = rig.WatchDashboard();
        stream.Block();
        rig.Pass(31_000);

        var limit = await Assert.ThrowsAsync<LimitReachedException>(() => call);

        Assert.Contains("30 s", limit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_connection_ends_its_call()
    {
        var rig = new LiveRig();
        var (stream, call) = rig.WatchDashboard();
        stream.Block();
        rig.Pass(20);
        stream.Break();
        rig.Pass(20);

        await call;
        rig.Pass(20);

        Assert.Equal(0, rig.Hub.Count);
    }

    [Fact]
    public async Task Nothing_is_written_after_a_call_was_cancelled()
    {
        var rig = new LiveRig();
        using var cancelled = new CancellationTokenSource();
        var (stream, call) = rig.WatchDashboard(withFeed: true, cancellationToken: cancelled.Token);
        rig.Pass(100);

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        stream.Frames.Clear();
        rig.Count(new Message());
        rig.Pass(5_000);

        Assert.Empty(stream.Frames);
    }

    [Fact]
    public void UpdateFilter_makes_the_next_message_full_for_the_new_filter()
    {
        var rig = new LiveRig();
        rig.Count(new Message { Country = "Germany", State = null, City = null }, new Message { CustomerId = "CUST_2" });
        var (stream, _) = rig.WatchDashboard(withFeed: true);
        rig.Pass(100);
        var before = stream.Last.Sequence;
        var id = stream.Messages.First().SubscriptionId;
        stream.Frames.Clear();

        rig.UpdateFilter(id, new EventFilter { Countries = ["Germany"] });
        rig.Pass(20);

        var full = stream.Messages.First();
        Assert.True(full.Full);
        Assert.True(full.Sequence > before);
        Assert.Equal((1, 1), (full.Metrics.Events, full.Viewers.ActiveViewers));
        Assert.Equal("Germany", Assert.Single(full.Geo.Places).Country);

        stream.Frames.Clear();
        rig.Count(new Message(), new Message { Country = "Germany", EventId = "german" });
        rig.Pass(60);
        Assert.Equal(["german"], stream.Messages.SelectMany(update => update.Events?.Events ?? []).Select(e => e.EventId));
    }

    [Fact]
    public async Task UpdateFilter_of_an_ended_subscription_says_that_it_is_not_found()
    {
        var rig = new LiveRig();

        await Assert.ThrowsAsync<NotFoundException>(() => rig.Hub.UpdateFilterAsync("gone", Caller.Anyone, EventFilter.All, default, CancellationToken.None));
    }

    [Fact]
    public void A_dashboard_may_begin_with_past_events()
    {
        var rig = new LiveRig();
        rig.Pass(10);
        for (var i = 0; i < 30; i++)
        {
            rig.Count(new Message { EventId = $"E{i}" });
            rig.Pass(5);
        }
        var (stream, _) = rig.WatchDashboard(withFeed: true, replay: 3);
        rig.Pass(20);
        rig.Count(new Message { EventId = "new" });
        rig.Pass(20);

        Assert.Equal(["E27", "E28", "E29", "new"], stream.Messages.SelectMany(update => update.Events?.Events ?? []).Select(e => e.EventId));
        Assert.Equal(3, stream.Messages.First().Events.Events.Count);
    }

    [Fact]
    public void WatchEvents_gets_every_event_in_order_in_batches_of_at_most_a_hundred()
    {
        var rig = new LiveRig();
        var (stream, _) = rig.WatchEvents();
        rig.Pass(20);
        for (var i = 0; i < 5; i++)
            rig.Count([.. Enumerable.Range(0, 130).Select(n => new Message { EventId = $"E{(i * 130) + n}" })]);
        rig.Pass(20);

        Assert.Equal(Enumerable.Range(0, 650).Select(n => $"E{n}"), stream.Messages.SelectMany(batch => batch.Events).Select(e => e.EventId));
        Assert.All(stream.Messages, batch => Assert.InRange(batch.Events.Count, 1, 100));
    }

    [Fact]
    public async Task One_feed_too_many_is_refused()
    {
        var rig = new LiveRig(new HubOptions { MaxFeeds = 1 });
        var (_, first) = rig.WatchEvents();
        var (_, second) = rig.WatchEvents(new FeedWish(EventFilter.All, "another", 0));
        rig.Pass(10);

        await Assert.ThrowsAsync<LimitReachedException>(() => second);
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public void One_view_too_many_is_refused_and_unused_ones_make_room()
    {
        var rig = new LiveRig(new HubOptions { MaxViews = 1 });
        var view = rig.Views.Open(EventFilter.All, default);

        var limit = Assert.Throws<LimitReachedException>(() => rig.Views.Open(new EventFilter { Countries = ["Germany"] }, default));
        rig.Views.Close(view);
        rig.Views.Open(new EventFilter { Countries = ["Germany"] }, default);

        Assert.Contains("1 different filters", limit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_slot_allocates_does_not_grow_with_its_subscribers()
    {
        var (few, writes) = AllocatedInASecond(subscribers: 10);
        var (many, manyWrites) = AllocatedInASecond(subscribers: 200);

        Assert.True(manyWrites > writes * 15, $"{manyWrites} writes to many streams, {writes} to few.");
        Assert.True(many - few < (manyWrites - writes) * 4, $"{many - few} bytes more for {manyWrites - writes} writes more.");
    }

    private static (long Bytes, int Writes) AllocatedInASecond(int subscribers)
    {
        // As many streams in a slot as in production; time in between belongs to the test.
        var rig = new LiveRig();
        var streams = new List<LiveRig.NullStream>();
        for (var i = 0; i < subscribers; i++)
        {
            streams.Add(new LiveRig.NullStream());
            var subscriber = new Subscriber(streams[i], rig.Views.Open(EventFilter.All, default), new FeedWish(EventFilter.All, "", 0), 0);
            _ = rig.Hub.ServeAsync(subscriber, CancellationToken.None);
        }
        var (bytes, writes) = (0L, 0);
        for (var slot = 0; slot < 600; slot++)
        {
            if (slot == 400)
                (bytes, writes) = (0, -streams.Sum(stream => stream.Written));
            rig.Count(new Message());
            rig.Time.Advance(TimeSpan.FromMilliseconds(5));
            rig.Views.Turn();
            var before = GC.GetAllocatedBytesForCurrentThread();
            rig.Hub.Slot();
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return (bytes, writes + streams.Sum(stream => stream.Written));
    }
}

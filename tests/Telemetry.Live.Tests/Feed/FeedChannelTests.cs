using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Feed;
using Telemetry.Live.Tests.Samples;
using Telemetry.V1;

namespace Telemetry.Live.Tests.Feed;

public sealed class FeedChannelTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_754_922_645_000);
    private readonly Vocabularies _vocabularies = new();
    private readonly EventFeed _feed = new() { HasAudience = true };
    private readonly CountedFeed _counted;
    private long _offset;

    public FeedChannelTests() => _counted = new CountedFeed(_vocabularies, _feed);

    [Fact]
    public void A_wish_for_everything_shares_the_bytes_of_the_feed()
    {
        var channel = Channel(EventFilter.All);
        var batches = Close(new Message(), new Message());

        channel.Take(batches[0], 0);

        Assert.Same(batches[0].Bytes, channel[0].Bytes);
    }

    [Fact]
    public void A_filter_lets_its_events_pass_only()
    {
        var channel = Channel(new EventFilter { Countries = ["Germany"], EventTypes = ["error"] });

        Take(channel, new Message { Country = "Germany", EventType = "error", EventId = "wanted" }, new Message { Country = "Germany" }, new Message { EventType = "error" });

        Assert.Equal(["wanted"], EventsOf(channel).Select(e => e.EventId));
    }

    [Theory]
    [InlineData("los ANG", true)]
    [InlineData("title_9I0", true)]
    [InlineData("cust_5e6f", true)]
    [InlineData("münchen", false)]
    [InlineData("7g8h", false)] // the part of the customer's id that is masked
    [InlineData("heartbeat", false)]
    public void A_search_looks_at_ids_title_place_and_error_without_case(string search, bool finds)
    {
        var channel = Channel(EventFilter.All, search);

        Take(channel, new Message());

        Assert.Equal(finds ? 1 : 0, channel.Events);
    }

    [Fact]
    public void A_search_finds_letters_outside_of_ascii()
    {
        var channel = Channel(EventFilter.All, "MÜNCHEN");

        Take(channel, new Message { City = "München" });

        Assert.Equal(1, channel.Events);
    }

    [Fact]
    public void What_leaves_the_ring_is_still_counted()
    {
        var channel = new FeedChannel(new FeedWish(EventFilter.All, "", 0), _vocabularies, new FeedSearch(), maxBytes: 64 * 1024);

        for (var i = 0; i < 2_000; i++)
            Take(channel, new Message());

        Assert.Equal(2_000, channel.Events);
        Assert.InRange(channel.End - channel.First, 100, 1_000);
        Assert.Equal(channel.First, channel[channel.First].EventsBefore);
    }

    [Fact]
    public void A_rate_samples_evenly_keeps_every_error_and_counts_what_it_leaves_out()
    {
        var channel = Channel(EventFilter.All, maxPerSecond: 100);
        var (kept, errors) = (0L, 0);
        for (var slot = 0; slot < 2_000; slot++) // ten seconds at 1,000 events/s, 20 of them errors
        {
            var types = Enumerable.Range(0, 5).Select(i => (slot * 5) + i).Select(i => new Message { EventType = i % 50 == 0 ? "error" : "heartbeat", TitleId = $"T{i % 10}" });
            Take(channel, Now.ToUnixTimeMilliseconds() + (slot * 5), [.. types]);
        }
        kept = channel.Events;
        var events = EventsOf(channel);
        errors = events.Count(e => e.EventType == "error");

        Assert.Equal(10_000, kept + channel.SampledOut);
        Assert.InRange(kept, 980, 1_050);
        Assert.Equal(200, errors);
        Assert.All(events.GroupBy(e => e.TitleId), title => Assert.InRange(title.Count(), 40, 400));
    }

    [Fact]
    public void A_slow_stream_is_not_sampled()
    {
        var channel = Channel(EventFilter.All, maxPerSecond: 100);

        for (var slot = 0; slot < 500; slot++)
            Take(channel, Now.ToUnixTimeMilliseconds() + (slot * 15), new Message());

        Assert.Equal((500, 0), (channel.Events, channel.SampledOut));
    }

    [Fact]
    public void A_replay_holds_the_newest_matching_events_oldest_first()
    {
        var recent = Enumerable.Range(0, 30).SelectMany(i => Close(new Message { EventId = $"a{i}", Quality = "SD" }, new Message { EventId = $"b{i}" })).ToList();

        var entries = Channel(new EventFilter { Qualities = ["HD"] }).Replay(recent, 5);

        Assert.Equal(["b25", "b26", "b27", "b28", "b29"], entries.SelectMany(entry => EventBatch.Parser.ParseFrom(entry.Bytes).Events).Select(e => e.EventId));
    }

    [Fact]
    public void A_batch_holds_at_most_a_hundred_events()
    {
        var batches = Close([.. Enumerable.Range(0, 250).Select(_ => new Message())]);

        Assert.Equal([100, 100, 50], batches.Select(batch => EventBatch.Parser.ParseFrom(batch.Bytes).Events.Count));
    }

    [Fact]
    public void Without_an_audience_the_feed_takes_a_few_events_for_later_replays()
    {
        _feed.HasAudience = false;
        Assert.True(_feed.IsWanted);

        Append([.. Enumerable.Range(0, 30).Select(_ => new Message())]);
        Assert.False(_feed.IsWanted);

        _feed.Close([]);
        Assert.True(_feed.IsWanted);
    }

    [Fact]
    public void What_comes_faster_than_memory_allows_is_left_out_and_counted()
    {
        var message = new Message { EventTimestamp = Now };
        var utf8 = message.ToUtf8();
        var e = message.Parse(_vocabularies, utf8);
        for (var i = 0; i < 20_000; i++)
            _counted.Append(0, _offset++, e, utf8);
        var batches = new List<FeedBatch>();

        var leftOut = _feed.Close(batches);

        Assert.Equal(20_000, leftOut + batches.Sum(batch => batch.Rows.Length));
        Assert.InRange(batches.Sum(batch => batch.Bytes.Length), EventFeed.MaxOpenBytes / 2, EventFeed.MaxOpenBytes);
    }

    private FeedChannel Channel(EventFilter filter, string search = "", int maxPerSecond = 0) =>
        new(new FeedWish(filter, search, maxPerSecond), _vocabularies, new FeedSearch(), maxBytes: 4 * 1024 * 1024);

    private void Take(FeedChannel channel, params Message[] messages) => Take(channel, 0, messages);

    private void Take(FeedChannel channel, long nowMs, params Message[] messages)
    {
        foreach (var batch in Close(messages))
            channel.Take(batch, nowMs);
    }

    private List<FeedBatch> Close(params Message[] messages)
    {
        Append(messages);
        var batches = new List<FeedBatch>();
        _feed.Close(batches);
        return batches;
    }

    private void Append(params Message[] messages)
    {
        foreach (var message in messages.Select(message => message with { EventTimestamp = Now }))
        {
            var utf8 = message.ToUtf8();
            _counted.Append(0, _offset++, message.Parse(_vocabularies, utf8), utf8);
        }
    }

    private static List<FeedEvent> EventsOf(FeedChannel channel)
    {
        var events = new List<FeedEvent>();
        for (var number = channel.First; number < channel.End; number++)
            events.AddRange(EventBatch.Parser.ParseFrom(channel[number].Bytes).Events);
        return events;
    }
}

using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;
using Telemetry.Grpc.Frames;
using Telemetry.Live.Feed;
using Telemetry.Live.Hub;
using Telemetry.Live.Tests.Samples;
using Telemetry.Live.Views;
using Telemetry.V1;

namespace Telemetry.Live.Tests.Hub;

/// <summary>Views, feed and hub on a clock that a test moves, and one partition that counts what the test produces.</summary>
internal sealed class LiveRig
{
    private readonly PartitionAggregate _partition = new(0, epoch: 1, new AggregateLimits());
    private readonly CountedFeed _counted;
    private long _offset;

    public LiveRig(HubOptions? options = null)
    {
        Options = options ?? new HubOptions();
        Options.SlotMs = 5; // of which a second has a whole number
        Views = new LiveViews(Vocabularies, Time, Microsoft.Extensions.Options.Options.Create(Options));
        Feed = new EventFeed();
        _counted = new CountedFeed(Vocabularies, Feed);
        Hub = new LiveHub(Views, Feed, Vocabularies, Time, Microsoft.Extensions.Options.Options.Create(Options));
    }

    public HubOptions Options { get; }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_754_922_645_000));

    public Vocabularies Vocabularies { get; } = new();

    public LiveViews Views { get; }

    public EventFeed Feed { get; }

    public LiveHub Hub { get; }

    /// <summary>Counts messages with the present time and lets views and feed know.</summary>
    public void Count(params Message[] messages)
    {
        foreach (var message in messages.Select(message => message with { EventTimestamp = Time.GetUtcNow() }))
        {
            var utf8 = message.ToUtf8();
            var e = message.Parse(Vocabularies, utf8);
            Assert.Equal(Outcome.Counted, _partition.Apply(e, Time.GetUtcNow().ToUnixTimeMilliseconds()));
            if (Feed.IsWanted)
                _counted.Append(0, _offset, e, utf8);
            _partition.AdvanceTo(++_offset);
        }
        Views.Publish(_partition.TakeDelta()!);
    }

    /// <summary>Lets time pass in slots, with the turns that views and hub get in it.</summary>
    public void Pass(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += Options.SlotMs)
        {
            Time.Advance(TimeSpan.FromMilliseconds(Options.SlotMs));
            Views.Turn();
            Hub.Slot();
        }
    }

    public (RecordingStream<DashboardUpdate> Stream, Task Call) WatchDashboard(
        EventFilter? filter = null, bool withFeed = false, int replay = 0, CancellationToken cancellationToken = default)
    {
        var stream = new RecordingStream<DashboardUpdate>(DashboardUpdate.Parser);
        var view = Views.Open(filter ?? EventFilter.All, WindowLength.FiveMinutes);
        var wish = withFeed ? new FeedWish(filter ?? EventFilter.All, "", 0) : null;
        return (stream, Hub.ServeAsync(new Subscriber(stream, view, wish, replay), cancellationToken));
    }

    public (RecordingStream<EventBatch> Stream, Task Call) WatchEvents(FeedWish? wish = null, int replay = 0)
    {
        var stream = new RecordingStream<EventBatch>(EventBatch.Parser);
        return (stream, Hub.ServeAsync(new Subscriber(stream, null, wish ?? new FeedWish(EventFilter.All, "", 0), replay), CancellationToken.None));
    }

    /// <summary>Runs an UpdateFilter to its end.</summary>
    public void UpdateFilter(string subscription, EventFilter filter)
    {
        var update = Hub.UpdateFilterAsync(subscription, Caller.Anyone, filter, WindowLength.FiveMinutes, CancellationToken.None);
        Hub.Slot();
        update.GetAwaiter().GetResult();
    }

    /// <summary>A stream that throws everything away, for measurements.</summary>
    internal sealed class NullStream : global::Grpc.Core.IServerStreamWriter<Frame>
    {
        public int Written { get; private set; }

        public global::Grpc.Core.WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(Frame message)
        {
            Written++;
            return Task.CompletedTask;
        }
    }
}

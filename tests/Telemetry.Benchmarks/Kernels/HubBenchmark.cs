using BenchmarkDotNet.Attributes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Telemetry.Benchmarks.Ingest;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Grpc.Frames;
using Telemetry.Live.Feed;
using Telemetry.Live.Hub;
using Telemetry.Live.Views;

namespace Telemetry.Benchmarks.Kernels;

/// <summary>
/// The hub without the network: 140 events are counted and fed (28 ms at 5,000/s), then every one of 1,000 subscribers with the
/// same filter is handed its update. Time and allocation are per subscriber and update.
/// </summary>
[MemoryDiagnoser]
public class HubBenchmark
{
    private const int Subscribers = 1_000, EventsPerUpdate = 140;
    private readonly Vocabularies _vocabularies = new();
    private readonly PartitionAggregate _partition = new(0, 1, new AggregateLimits());
    private readonly List<byte[]> _messages = [];
    private LiveViews _views = null!;
    private EventFeed _feed = null!;
    private CountedFeed _counted = null!;
    private LiveHub _hub = null!;
    private EventParser _parser = null!;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        var options = Options.Create(new HubOptions { StreamsPerSlot = Subscribers, StateIntervalMs = 10 });
        _parser = new EventParser(_vocabularies);
        _views = new LiveViews(_vocabularies, TimeProvider.System, options);
        _feed = new EventFeed();
        _counted = new CountedFeed(_vocabularies, _feed);
        _hub = new LiveHub(_views, _feed, _vocabularies, TimeProvider.System, options);
        _messages.AddRange(SampleMessages.Create(200_000, seed: 1, TimeProvider.System.GetUtcNow().AddSeconds(30)).Select(message => message.Value));
        for (var i = 0; i < Subscribers; i++)
        {
            var view = _views.Open(EventFilter.All, WindowLength.FiveMinutes);
            _ = _hub.ServeAsync(new Subscriber(new NullStream(), view, new FeedWish(EventFilter.All, "", 0), replay: 0), CancellationToken.None);
        }
        _hub.Slot();
    }

    [Benchmark(OperationsPerInvoke = Subscribers)]
    public void CountFeedAndWriteToAll()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < EventsPerUpdate; i++)
        {
            var message = _messages[_next++ % _messages.Count];
            if (_parser.Parse(message, now, out var e) is null && _partition.Apply(e, now) == Outcome.Counted)
                _counted.Append(0, _next, e, message);
        }
        _partition.AdvanceTo(_next);
        if (_partition.TakeDelta() is { } delta)
            _views.Publish(delta);
        _views.Turn();
        _hub.Slot(); // half of the streams have their turn in each slot
        _hub.Slot();
    }

    private sealed class NullStream : IServerStreamWriter<Frame>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(Frame message) => Task.CompletedTask;
    }
}

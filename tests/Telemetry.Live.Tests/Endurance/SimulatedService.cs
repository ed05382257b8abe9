using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Feed;
using Telemetry.Live.Hub;
using Telemetry.Live.Tests.Hub;
using Telemetry.Live.Views;
using Telemetry.Simulator;
using Telemetry.Simulator.Events;

namespace Telemetry.Live.Tests.Endurance;

/// <summary>The simulator's sessions through aggregates, views and hub to dashboards, on a clock that runs as fast as they do.</summary>
internal sealed class SimulatedService : IDisposable
{
    private const int Rate = 20;
    // The length of a pane: shorter steps change no number at its end.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Vocabularies _vocabularies = new();
    private readonly EventStream _events;
    private readonly EventParser _parser;
    private readonly LiveViews _views;
    private readonly LiveHub _hub;
    private readonly LiveRig.NullStream[] _dashboards = [new(), new(), new()];
    private readonly long[] _offsets;

    public SimulatedService(int partitions)
    {
        _parser = new EventParser(_vocabularies);
        _events = new EventStream(new SimulatorOptions { EventsPerSecond = Rate }, _time.GetUtcNow());
        var options = Microsoft.Extensions.Options.Options.Create(new HubOptions());
        _views = new LiveViews(_vocabularies, _time, options);
        _hub = new LiveHub(_views, new EventFeed(), _vocabularies, _time, options);
        Partitions = [.. Enumerable.Range(0, partitions).Select(partition => new PartitionAggregate(partition, epoch: 1, new AggregateLimits()))];
        _offsets = new long[partitions];
        EventFilter[] filters = [EventFilter.All, new EventFilter { DeviceTypes = ["tv"] }, new EventFilter { Countries = ["Germany", "Spain"] }];
        foreach (var (dashboard, filter) in _dashboards.Zip(filters))
            _ = _hub.ServeAsync(new Subscriber(dashboard, _views.Open(filter, WindowLength.OneHour), null, replay: 0), CancellationToken.None);
    }

    public IReadOnlyList<PartitionAggregate> Partitions { get; }

    /// <summary>Messages to the dashboard that got fewest.</summary>
    public int FewestMessages => _dashboards.Min(dashboard => dashboard.Written);

    /// <summary>Lets so much time pass.</summary>
    public void Run(TimeSpan length)
    {
        for (var passed = TimeSpan.Zero; passed < length; passed += Step)
        {
            _time.Advance(Step);
            var now = _time.GetUtcNow();
            for (var i = 0; i < Rate * Step.TotalSeconds; i++)
                Count(_events.Next(now), now.ToUnixTimeMilliseconds());
            foreach (var partition in Partitions)
            {
                if (partition.TakeDelta() is { } delta)
                    _views.Publish(delta);
            }
            _views.Turn();
            _hub.Slot();
            _hub.Slot(); // a stream has its turn every second slot
        }
    }

    public void Dispose() => _events.Dispose();

    private void Count(SimulatedMessage message, long nowMs)
    {
        var number = message.Key[^1] % Partitions.Count;
        var partition = Partitions[number];
        if (_parser.Parse(message.Value, nowMs, out var e) is { } rejection)
            partition.Reject(rejection.Reason);
        else
            partition.Apply(e, nowMs);
        partition.AdvanceTo(++_offsets[number]);
    }
}

using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Presence;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.Views;

/// <summary>
/// Partitions that count random events and hand out deltas, and beside them the plain list of what was counted, from which
/// every number can be recounted.
/// </summary>
internal sealed class CountedEvents
{
    private static readonly string[] Countries = ["Germany", "France", "United States"];
    private static readonly string[] Cities = ["A", "B"];
    private readonly Random _random;
    private readonly Vocabularies _vocabularies;
    private readonly List<TelemetryEvent> _events = [];
    private readonly Dictionary<UInt128, long> _watchedMs = [];
    private readonly WatchTable[] _watch;
    private readonly List<PartitionDelta> _sent = [];
    private readonly PartitionAggregate[] _partitions;
    private readonly long[] _offsets;
    private readonly int[] _places, _tenants, _titles;

    public CountedEvents(Random random, Vocabularies vocabularies, int partitions)
    {
        (_random, _vocabularies) = (random, vocabularies);
        _partitions = [.. Enumerable.Range(0, partitions).Select(partition => new PartitionAggregate(partition, epoch: 1, new AggregateLimits()))];
        _offsets = new long[partitions];
        _watch = [.. Enumerable.Range(0, partitions).Select(_ => new WatchTable(1_000))];
        _places = [.. from country in Countries from city in Cities select vocabularies.Places.GetOrAdd(new Place(country, "S", city))];
        _tenants = [vocabularies.Tenants.GetOrAdd("default"), vocabularies.Tenants.GetOrAdd("acme")];
        _titles = [.. Enumerable.Range(0, 15).Select(title => vocabularies.Titles.GetOrAdd($"TITLE_{title}"))];
    }

    public IReadOnlyList<TelemetryEvent> Events => _events;

    /// <summary>What a counted event added to the time that its session has watched.</summary>
    public long WatchedMs(in TelemetryEvent e) => _watchedMs[e.EventId];

    /// <summary>Counts random events around a time, some of them ahead of it, some behind, and some twice.</summary>
    public void Count(int count, long nowMs)
    {
        for (var i = 0; i < count; i++)
        {
            var partition = _random.Next(_partitions.Length);
            var e = Random(partition, nowMs);
            if (_partitions[partition].Apply(e, nowMs) == Outcome.Counted)
            {
                _events.Add(e);
                _watchedMs[e.EventId] = _watch[partition].Add(e, _partitions[partition].ClockMs);
            }
            if (_random.Next(10) == 0)
                Assert.Equal(Outcome.Duplicate, _partitions[partition].Apply(e, nowMs));
            _partitions[partition].AdvanceTo(++_offsets[partition]);
        }
    }

    /// <summary>Sends what changed, together with some of what was sent before.</summary>
    public void SendTo(LiveView view)
    {
        foreach (var partition in _partitions.OrderBy(_ => _random.Next()))
        {
            if (_random.Next(3) == 0 && _sent.Count > 0)
                view.Apply(_sent[_random.Next(_sent.Count)]);
            if (partition.TakeDelta() is not { } delta)
                continue;
            _sent.Add(delta);
            view.Apply(delta);
        }
    }

    /// <summary>The events that a window covers and a filter lets pass.</summary>
    public List<TelemetryEvent> In(WindowLength window, CellMatcher matcher, long nowMs)
    {
        var now = PaneTime.PaneOf(nowMs);
        return [.. _events.Where(e => matcher.Matches(e.Cell) && Covers(window, PaneTime.PaneOf(e.TimestampMs), now))];
    }

    /// <summary>The same one window earlier.</summary>
    public List<TelemetryEvent> Before(WindowLength window, CellMatcher matcher, long nowMs) => In(window, matcher, nowMs - window switch
    {
        WindowLength.OneMinute => 60_000,
        WindowLength.FiveMinutes => 300_000,
        _ => 3_600_000,
    });

    /// <summary>Each customer's latest event of the last 60 s that a filter lets pass.</summary>
    public List<TelemetryEvent> LatestOf(Func<TelemetryEvent, UInt128> identity, CellMatcher matcher, long nowMs) =>
        [.. _events.Where(e => matcher.Matches(e.Cell) && e.TimestampMs > nowMs - 60_000)
            .GroupBy(identity)
            .Select(events => events.MaxBy(e => (e.TimestampMs, e.Cell.Type.EndsViewing(), e.Cell.Bits, e.System)))
            .Where(e => !e.Cell.Type.EndsViewing())];

    private static bool Covers(WindowLength window, long pane, long now) => window switch
    {
        WindowLength.OneMinute => pane > now - 12 && pane <= now,
        WindowLength.FiveMinutes => pane > now - 60 && pane <= now,
        _ => PaneTime.MinuteOf(pane) > PaneTime.MinuteOf(now) - 60 && PaneTime.MinuteOf(pane) <= PaneTime.MinuteOf(now),
    };

    private TelemetryEvent Random(int partition, long nowMs)
    {
        var session = (_random.Next(40) * _partitions.Length) + partition;
        var type = (EventType)_random.Next(EventTypes.Count);
        var device = (DeviceType)_random.Next(DeviceTypes.Count);
        return new TelemetryEvent
        {
            EventId = new UInt128((ulong)_random.NextInt64(), (ulong)_random.NextInt64()),
            Session = (UInt128)session + 1_000,
            Customer = (UInt128)_random.Next(25) + 1, // the same customer may watch on several partitions
            // Whole seconds, so that equal times are common.
            TimestampMs = (nowMs / 1_000 * 1_000) + (_random.Next(-59, 60) * 1_000),
            Cell = new CellKey(type, device, (Quality)_random.Next(Qualities.Count), Pick(_places), Pick(_tenants)),
            Title = Pick(_titles),
            System = session % 3,
            BandwidthBps = _random.Next(4) == 0 ? -1 : _random.Next(50_000_000),
            BufferingEvents = _random.Next(3),
            BufferingMs = _random.Next(500),
            WatchSeconds = _random.Next(5) == 0 ? double.NaN : _random.Next(300),
            StartupMs = type == EventType.Start ? _random.Next(5_000) : -1,
        };
    }

    private int Pick(int[] ids) => ids[_random.Next(ids.Length)];
}

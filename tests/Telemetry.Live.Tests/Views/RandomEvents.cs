using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Live.Tests.Views;

/// <summary>The messages of one partition, made by a seed: each event with the time at which it arrived.</summary>
internal sealed class RandomEvents(Random random, Vocabularies vocabularies, long startMs)
{
    private long _nowMs = startMs;

    public long NowMs => _nowMs;

    /// <summary>The next message; the clock moves by up to so much before it.</summary>
    public (TelemetryEvent Event, long ArrivalMs) Next(int stepMs)
    {
        _nowMs += random.Next(stepMs);
        var type = (EventType)random.Next(EventTypes.Count);
        return (new TelemetryEvent
        {
            EventId = (UInt128)random.Next(5_000),
            Session = (UInt128)random.Next(40) + 1_000,
            Customer = (UInt128)random.Next(25) + 1,
            TimestampMs = _nowMs + random.Next(-65_000, 30_000),
            Cell = new CellKey(
                type,
                (DeviceType)random.Next(DeviceTypes.Count),
                (Quality)random.Next(Qualities.Count),
                vocabularies.Places.GetOrAdd(new Place(random.Next(2) == 0 ? "Germany" : "France", "S", $"C{random.Next(3)}")),
                vocabularies.Tenants.GetOrAdd(random.Next(3) == 0 ? "acme" : "default")),
            Title = vocabularies.Titles.GetOrAdd($"TITLE_{random.Next(4)}"),
            System = vocabularies.Systems.GetOrAdd($"OS {random.Next(3)}"),
            BandwidthBps = random.Next(4) == 0 ? -1 : random.Next(50_000_000),
            BufferingEvents = random.Next(3),
            BufferingMs = random.Next(500),
            StartupMs = type == EventType.Start ? random.Next(5_000) : -1,
        }, _nowMs);
    }
}

using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Live.Tests.HandOver;

/// <summary>A message of the model's partition: an event, or one that is none, with the timestamp that its producer gave it.</summary>
internal sealed record ModelMessage(TelemetryEvent? Event, long StampMs);

/// <summary>The partition's log of messages, and what has to be counted of it by the definition: distinct valid events in time.</summary>
internal sealed class ModelLog
{
    public const string Reason = "malformed_json";
    private readonly List<ModelMessage> _messages = [];
    private readonly HashSet<UInt128> _seen = [];
    private readonly Dictionary<CellKey, long> _expected = [];
    private readonly int[] _places;
    private long _clockMs, _counted, _late, _duplicates, _invalid;

    public ModelLog(Vocabularies vocabularies) =>
        _places = [.. new[] { "Germany", "France" }.Select(country => vocabularies.Places.GetOrAdd(new Place(country, "S", "C")))];

    public long End => _messages.Count;

    /// <summary>What retention has left.</summary>
    public long Earliest { get; private set; }

    public LogBounds Bounds => new(Earliest, End);

    public IReadOnlyDictionary<CellKey, long> Expected => _expected;

    public (long Counted, long Late, long Duplicates, long Invalid) Totals => (_counted, _late, _duplicates, _invalid);

    public ModelMessage this[long offset] => _messages[(int)offset];

    /// <summary>Deletes messages, as retention does.</summary>
    public void TrimTo(long offset) => Earliest = Math.Max(Earliest, offset);

    /// <summary>Appends a random message that arrives at a time: valid, late, repeated or invalid.</summary>
    public void Produce(Random random, long nowMs)
    {
        var kind = random.Next(10);
        TelemetryEvent? e = kind switch
        {
            0 => null,
            1 when End > 0 => _messages[random.Next((int)End)].Event,
            2 => Event(random, nowMs - random.Next(60_001, 90_000)),
            _ => Event(random, nowMs - random.Next(0, 30_000)),
        };
        var stampMs = random.Next(12) == 0 ? nowMs + random.Next(-7_200_000, 7_200_000) : nowMs; // now and then a producer's clock is wrong
        _messages.Add(new ModelMessage(e, stampMs));
        Expect(e, stampMs);
    }

    private void Expect(TelemetryEvent? message, long stampMs)
    {
        if (message is not { } e)
        {
            _invalid++;
            return;
        }
        _clockMs = Math.Max(_clockMs, Arrival.Of(stampMs, _clockMs, e.TimestampMs));
        if (e.TimestampMs < _clockMs - PaneTime.AllowedLatenessMs)
        {
            _late++;
        }
        else if (!_seen.Add(e.EventId))
        {
            _duplicates++;
        }
        else
        {
            _counted++;
            _expected[e.Cell] = _expected.GetValueOrDefault(e.Cell) + 1;
        }
    }

    private TelemetryEvent Event(Random random, long timestampMs) => new()
    {
        EventId = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()),
        Session = (UInt128)random.Next(5) + 1,
        Customer = (UInt128)random.Next(5) + 1,
        TimestampMs = timestampMs,
        Cell = new CellKey(random.Next(2) == 0 ? EventType.Start : EventType.Heartbeat, DeviceType.Tv, (Quality)random.Next(2), _places[random.Next(_places.Length)], 0),
        BandwidthBps = -1,
        StartupMs = -1,
    };
}

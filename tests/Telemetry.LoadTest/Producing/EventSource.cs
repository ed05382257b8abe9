using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Telemetry.LoadTest.Producing;

/// <summary>
/// Full events of METRICS.md's shape, about 480 bytes each: many sessions on every device, quality and place, each with its own progress.
/// Seeded, so that two runs send the same events but for their time stamps.
/// </summary>
internal sealed class EventSource : IDisposable
{
    private static readonly JsonWriterOptions Unchecked =
        new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Country, string State, string City)[] Places =
    [
        ("United States", "California", "Los Angeles"), ("United States", "California", "San Francisco"),
        ("United States", "New York", "New York"),
        ("United States", "Texas", "Houston"), ("United States", "Illinois", "Chicago"), ("United States", "Washington", "Seattle"),
        ("Canada", "Ontario", "Toronto"), ("Canada", "Quebec", "Montreal"), ("United Kingdom", "England", "London"),
        ("United Kingdom", "Scotland", "Edinburgh"), ("Germany", "Berlin", "Berlin"), ("Germany", "Bavaria", "Munich"),
        ("France", "Ile-de-France", "Paris"), ("Spain", "Madrid", "Madrid"), ("India", "Maharashtra", "Mumbai"),
        ("India", "Karnataka", "Bengaluru"), ("Japan", "Tokyo", "Tokyo"), ("Brazil", "Sao Paulo", "Sao Paulo"),
        ("Australia", "New South Wales", "Sydney"), ("Mexico", "Jalisco", "Guadalajara"),
    ];

    private static readonly (string Type, string System)[] Devices =
    [
        ("mobile", "iOS"), ("mobile", "Android"), ("web", "Windows"), ("web", "macOS"), ("tv", "Tizen"), ("tv", "webOS"),
        ("tablet", "iPadOS"),
    ];

    private static readonly string[] Qualities = ["SD", "HD", "HD", "4K"];
    private static readonly string[] Isps = ["Northline", "Citynet", "Bluewave", "Openfiber"];

    // In percent, as of a hundred sessions in their middle: mostly heartbeats.
    private static readonly string[] EventTypes =
    [
        .. Enumerable.Repeat("heartbeat", 82), "start", "start", "start", "pause", "pause", "resume", "resume", "seek", "seek",
        "quality_change", "quality_change", "buffer", "buffer", "buffer", "error", "stop", "stop", "complete",
    ];

    private readonly Random _random = new(20_260_101);
    private readonly ArrayBufferWriter<byte> _text = new(1024);
    private readonly Utf8JsonWriter _writer;
    private readonly Session[] _sessions;

    /// <param name="sessions">How many sessions there are; each event is of any of them.</param>
    public EventSource(int sessions)
    {
        _writer = new Utf8JsonWriter(_text, Unchecked);
        _sessions = [.. Enumerable.Range(0, sessions).Select(CreateSession)];
    }

    /// <summary>The next event of some session.</summary>
    /// <param name="identity">Becomes its <c>event_id</c>.</param>
    /// <param name="stamp">Its <c>event_timestamp</c>, written to the millisecond.</param>
    /// <returns>Key and value of the Kafka message.</returns>
    public (byte[] Key, byte[] Value) Next(EventIdentity identity, DateTimeOffset stamp)
    {
        var session = _sessions[_random.Next(_sessions.Length)];
        var type = EventTypes[_random.Next(EventTypes.Length)];
        session.WatchedSeconds += 10;
        Span<byte> eventId = stackalloc byte[EventIdentity.TextLength];
        identity.Write(eventId);
        Span<byte> stampText = stackalloc byte[24];
        stamp.UtcDateTime.TryFormat(stampText, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

        _text.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString("event_id"u8, eventId);
        _writer.WriteString("customer_id"u8, session.Customer);
        _writer.WriteString("title_id"u8, session.Title);
        _writer.WriteString("session_id"u8, session.Key);
        _writer.WriteString("event_type"u8, type);
        _writer.WriteString("event_timestamp"u8, stampText);
        _writer.WriteNumber("watch_duration_seconds"u8, session.WatchedSeconds);
        _writer.WriteNumber("position_seconds"u8, session.WatchedSeconds / 2);
        _writer.WriteNumber("completion_percentage"u8, Math.Min(100, Math.Round(session.WatchedSeconds / 72.0, 1)));
        _writer.WriteString("device_type"u8, session.Device.Type);
        _writer.WriteString("device_os"u8, session.Device.System);
        _writer.WriteString("quality"u8, session.Quality);
        _writer.WriteNumber("bandwidth_mbps"u8, Math.Round(2 + (38 * _random.NextDouble()), 1));
        _writer.WriteNumber("buffering_events"u8, type == "buffer" ? 1 : 0);
        _writer.WriteString("country"u8, session.Place.Country);
        _writer.WriteString("state"u8, session.Place.State);
        _writer.WriteString("city"u8, session.Place.City);
        _writer.WriteString("tenant_id"u8, "default"u8);
        _writer.WriteString("isp"u8, session.Isp);
        if (type == "start") _writer.WriteNumber("startup_time_ms"u8, _random.Next(200, 4000));
        if (type == "buffer") _writer.WriteNumber("buffering_duration_ms"u8, _random.Next(100, 3000));
        if (type == "error") _writer.WriteString("error_code"u8, "MANIFEST_TIMEOUT"u8);
        _writer.WriteEndObject();
        _writer.Flush();
        return (session.Key, _text.WrittenSpan.ToArray());
    }

    public void Dispose() => _writer.Dispose();

    private Session CreateSession(int index) => new()
    {
        Key = Encoding.ASCII.GetBytes($"SESSION_{_random.Next():x8}"),
        Customer = Encoding.ASCII.GetBytes($"CUST_{_random.Next():x8}"),
        Title = Encoding.ASCII.GetBytes($"TITLE_{_random.Next(2_000):x8}"),
        Device = Devices[index % Devices.Length],
        Quality = Qualities[_random.Next(Qualities.Length)],
        Place = Places[_random.Next(Places.Length)],
        Isp = Isps[_random.Next(Isps.Length)],
        WatchedSeconds = _random.Next(0, 7_200),
    };

    private sealed class Session
    {
        public required byte[] Key { get; init; }
        public required byte[] Customer { get; init; }
        public required byte[] Title { get; init; }
        public required (string Type, string System) Device { get; init; }
        public required string Quality { get; init; }
        public required (string Country, string State, string City) Place { get; init; }
        public required string Isp { get; init; }
        public int WatchedSeconds { get; set; }
    }
}

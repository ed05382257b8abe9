using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Domain.Tests.Samples;

/// <summary>Events for tests: the example of METRICS, and seeded random ones.</summary>
internal static class SampleEvents
{
    public const string Example =
        """
        {"event_id":"EVENT_a1b2c3d4","customer_id":"CUST_5e6f7g8h","title_id":"TITLE_9i0j1k2l","session_id":"SESSION_3m4n5o6p","event_type":"start","event_timestamp":"2025-08-11T14:30:45.123Z","watch_duration_seconds":1800,"position_seconds":900,"completion_percentage":45.5,"device_type":"mobile","device_os":"iOS","quality":"HD","bandwidth_mbps":25.5,"buffering_events":2,"country":"United States","state":"California","city":"Los Angeles"}
        """;

    /// <summary>2025-08-11T14:30:45.123Z.</summary>
    public const long ExampleMs = 1_754_922_645_123;

    public static byte[] ExampleWith(string property, string json)
    {
        var node = JsonNode.Parse(Example)!.AsObject();
        node[property] = JsonNode.Parse(json);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    public static byte[] ExampleWithout(string property)
    {
        var node = JsonNode.Parse(Example)!.AsObject();
        node.Remove(property);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    public static TelemetryEvent Parse(EventParser parser, byte[] json, long arrivalMs)
    {
        var rejection = parser.Parse(json, arrivalMs, out var e);
        Assert.Null(rejection);
        return e;
    }

    /// <summary>A message of a small world: ids repeat, times lie up to 90 s back and a little ahead, optional fields come and go.</summary>
    public static byte[] Random(Random random, long nowMs)
    {
        string[] types = ["start", "heartbeat", "heartbeat", "pause", "resume", "seek", "quality_change", "buffer", "error", "stop", "complete", "rewind"];
        (string Country, string? State, string City)[] places = [("Germany", "Bavaria", "Munich"), ("France", null, "Paris"), ("Canada", "Québec", "Montréal")];
        var place = places[random.Next(places.Length)];
        var fields = new Dictionary<string, object?>
        {
            ["event_id"] = $"EVENT_{random.Next(2_000)}",
            ["customer_id"] = $"CUST_{random.Next(40)}",
            ["title_id"] = $"TITLE_{random.Next(20)}",
            ["session_id"] = $"SESSION_{random.Next(60)}",
            ["event_type"] = types[random.Next(types.Length)],
            ["event_timestamp"] = DateTimeOffset.FromUnixTimeMilliseconds(nowMs + random.Next(-90_000, 5_000)).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["device_type"] = random.Next(5) switch { 0 => "mobile", 1 => "web", 2 => "tv", 3 => "tablet", _ => "fridge" },
            ["quality"] = random.Next(4) switch { 0 => "SD", 1 => "HD", 2 => "4K", _ => "8K" },
            ["country"] = place.Country,
            ["state"] = place.State,
            ["city"] = place.City,
        };
        if (random.Next(3) > 0)
            fields["bandwidth_mbps"] = Math.Round(random.NextDouble() * 100, 3);
        if (random.Next(4) > 0)
            fields["watch_duration_seconds"] = random.Next(200);
        if (random.Next(3) == 0)
            fields["buffering_events"] = random.Next(4);
        if (random.Next(3) == 0)
            fields["startup_time_ms"] = random.Next(5_000);
        if (random.Next(4) == 0)
            fields["device_os"] = random.Next(2) == 0 ? "iOS" : null;
        if (random.Next(5) == 0)
            fields["tenant_id"] = "acme";
        return JsonSerializer.SerializeToUtf8Bytes(fields);
    }

    public static TelemetryEvent[] RandomEvents(int seed, int count, long nowMs, Vocabularies vocabularies)
    {
        var random = new Random(seed);
        var parser = new EventParser(vocabularies);
        return [.. Enumerable.Range(0, count).Select(_ => Parse(parser, Random(random, nowMs), nowMs))];
    }
}

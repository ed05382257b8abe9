using System.Globalization;
using System.Text;

namespace Telemetry.Benchmarks.Ingest;

/// <summary>Valid, distinct events of about 480 bytes, the same for the same seed.</summary>
internal static class SampleMessages
{
    private static readonly string[] Types = ["start", "heartbeat", "heartbeat", "heartbeat", "heartbeat", "heartbeat", "heartbeat", "pause", "resume", "seek", "quality_change", "buffer", "error", "stop", "complete"];
    private static readonly string[] Devices = ["mobile", "web", "tv", "tablet"];
    private static readonly string[] Systems = ["iOS", "Windows", "tvOS", "Android"];
    private static readonly string[] Qualities = ["SD", "HD", "HD", "4K"];

    private static readonly (string Country, string State, string City)[] Places =
        [.. Enumerable.Range(0, 46).Select(i => ($"Country number {i % 14}", $"State number {i % 30}", $"City number {i}"))];

    /// <summary>Key and value of <paramref name="count"/> events, their times spread evenly over the last 30 s.</summary>
    public static IEnumerable<(byte[] Key, byte[] Value)> Create(int count, int seed, DateTimeOffset now)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var session = random.Next(50_000);
            var place = Places[session % Places.Length];
            var device = session % Devices.Length;
            var type = Types[random.Next(Types.Length)];
            var time = now.AddSeconds(-30.0 * (count - i) / count);
            var startup = type == "start" ? random.Next(200, 4_000).ToString(CultureInfo.InvariantCulture) : "null";
            var value = string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                {"event_id":"EVENT_{{i:x8}}","customer_id":"CUST_{{session / 2:x8}}","title_id":"TITLE_{{random.Next(200):x4}}","session_id":"SESSION_{{session:x8}}","event_type":"{{type}}","event_timestamp":"{{time:yyyy-MM-ddTHH:mm:ss.fff}}Z","watch_duration_seconds":{{random.Next(7_000)}},"position_seconds":{{random.Next(7_000)}},"completion_percentage":{{random.Next(1_000) / 10.0:0.0}},"device_type":"{{Devices[device]}}","device_os":"{{Systems[device]}}","quality":"{{Qualities[random.Next(4)]}}","bandwidth_mbps":{{random.Next(20, 600) / 10.0:0.0}},"buffering_events":{{random.Next(3)}},"country":"{{place.Country}}","state":"{{place.State}}","city":"{{place.City}}","startup_time_ms":{{startup}}}
                """);
            yield return (Encoding.UTF8.GetBytes($"SESSION_{session:x8}"), Encoding.UTF8.GetBytes(value));
        }
    }
}

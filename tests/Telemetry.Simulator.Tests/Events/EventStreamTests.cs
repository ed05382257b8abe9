using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Places;
using Telemetry.Domain.Vocabulary;
using Telemetry.Simulator.Catalogue;
using Telemetry.Simulator.Events;

namespace Telemetry.Simulator.Tests.Events;

public sealed partial class EventStreamTests
{
    private static readonly SimulatorOptions Faulty = new() { EventsPerSecond = 300, Seed = 5, MalformedShare = 0.02, DuplicateShare = 0.02, LateShare = 0.01 };

    [Fact]
    public void The_same_seed_gives_the_same_messages()
    {
        var first = Samples.Take(Faulty, 5_000);
        var second = Samples.Take(Faulty, 5_000);
        Assert.Equal(first.Select(message => Encoding.UTF8.GetString(message.Value)), second.Select(message => Encoding.UTF8.GetString(message.Value)));
        Assert.Equal(first.Select(message => Encoding.UTF8.GetString(message.Key)), second.Select(message => Encoding.UTF8.GetString(message.Key)));
    }

    [Fact]
    public void Another_seed_gives_other_customers_and_events()
    {
        var first = Samples.Take(Samples.Faultless(seed: 1), 1_000);
        var second = Samples.Take(Samples.Faultless(seed: 2), 1_000);
        Assert.Empty(first.Select(message => message.Event.Session.Customer.Id).Intersect(second.Select(message => message.Event.Session.Customer.Id)));
        Assert.Empty(EventIds(first).Intersect(EventIds(second)));
    }

    [Fact]
    public void Another_start_gives_other_events_of_the_same_customers()
    {
        var first = Samples.Take(Samples.Faultless(), 20_000);
        var second = Samples.Take(Samples.Faultless(), 20_000, Samples.Start.AddSeconds(10));
        Assert.NotEmpty(first.Select(message => message.Event.Session.Customer.Id).Intersect(second.Select(message => message.Event.Session.Customer.Id)));
        Assert.Empty(first.Select(message => message.Event.Session.Id).Intersect(second.Select(message => message.Event.Session.Id)));
        Assert.Empty(EventIds(first).Intersect(EventIds(second)));
    }

    [Fact]
    public void Every_event_id_is_distinct()
    {
        var messages = Samples.Take(Samples.Faultless(2_000), 200_000);
        Assert.Equal(messages.Count, EventIds(messages).Distinct().Count());
    }

    [Fact]
    public void Without_a_clock_event_times_follow_session_time()
    {
        var messages = Samples.Take(Samples.Faultless(200), 20_000);
        Assert.All(messages.Zip(messages.Skip(1)), pair => Assert.True(pair.First.At <= pair.Second.At));
        Assert.InRange(messages[^1].At - Samples.Start, TimeSpan.FromSeconds(97), TimeSpan.FromSeconds(103));
    }

    [Fact]
    public void With_a_clock_events_carry_its_time_to_the_millisecond()
    {
        using var stream = new EventStream(Samples.Faultless(), Samples.Start);
        var now = Samples.Start;
        for (var i = 0; i < 3_000; i++)
        {
            now = now.AddMilliseconds(i % 7 * 331.4);
            using var json = JsonDocument.Parse(stream.Next(now).Value);
            var written = json.RootElement.GetProperty("event_timestamp").GetString();
            Assert.Equal(now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null), written);
        }
    }

    [Fact]
    public void Every_event_is_valid_for_the_product_s_own_parser()
    {
        var parser = new EventParser(new Vocabularies());
        Assert.All(Samples.Take(Samples.Faultless(1_000), 50_000), message =>
            Assert.Null(parser.Parse(message.Value, message.At.ToUnixTimeMilliseconds(), out _)));
    }

    [Fact]
    public void Every_event_keeps_the_definitions_of_METRICS()
    {
        foreach (var message in Samples.Take(Samples.Faultless(1_000), 20_000))
        {
            using var json = JsonDocument.Parse(message.Value);
            CheckStrictly(json.RootElement, message);
        }
    }

    [Fact]
    public void Events_have_about_480_bytes()
    {
        Assert.InRange(Samples.Take(Samples.Faultless(), 20_000).Average(message => message.Value.Length), 450, 500);
    }

    private static void CheckStrictly(JsonElement json, SimulatedMessage message)
    {
        var names = json.EnumerateObject().Select(property => property.Name).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Empty(names.Except(KnownFields));
        Assert.Empty(RequiredFields.Except(names));
        Assert.Matches(IdOf("EVENT"), json.GetProperty("event_id").GetString());
        Assert.Matches(IdOf("CUST"), json.GetProperty("customer_id").GetString());
        Assert.Matches(IdOf("SESSION"), json.GetProperty("session_id").GetString());
        Assert.Equal(Encoding.UTF8.GetString(message.Key), json.GetProperty("session_id").GetString());
        var title = Assert.Single(TitleCatalogue.Embedded.Titles, title => title.Id == json.GetProperty("title_id").GetString());
        var type = json.GetProperty("event_type").GetString();
        Assert.Contains(type, EventTypes);
        Assert.Contains(json.GetProperty("device_type").GetString(), DeviceTypes);
        Assert.Contains(json.GetProperty("quality").GetString(), Qualities);
        Assert.Matches(UtcTime(), json.GetProperty("event_timestamp").GetString());
        Assert.InRange(json.GetProperty("watch_duration_seconds").GetInt32(), 0, 100_000);
        Assert.InRange(json.GetProperty("position_seconds").GetInt32(), 0, title.DurationSeconds);
        Assert.InRange(json.GetProperty("completion_percentage").GetDouble(), 0, 100);
        Assert.InRange(json.GetProperty("buffering_events").GetInt32(), 0, 10);
        var bandwidth = json.GetProperty("bandwidth_mbps");
        Assert.True(bandwidth.ValueKind == JsonValueKind.Null || bandwidth.GetDouble() > 0);
        Assert.Equal(type == "start", json.TryGetProperty("startup_time_ms", out var startup) && startup.GetInt32() > 0);
        Assert.Equal(type == "error", json.TryGetProperty("error_code", out var code) && code.GetString()!.Length > 0);
        Assert.Equal(json.GetProperty("buffering_events").GetInt32() > 0, json.TryGetProperty("buffering_duration_ms", out var stalled) && stalled.GetInt32() > 0);
        if (json.TryGetProperty("city", out var city))
            Assert.True(Gazetteer.Embedded.TryFind(json.GetProperty("country").GetString(), json.GetProperty("state").GetString(), city.GetString(), out _));
    }

    private static readonly string[] RequiredFields =
        ["event_id", "customer_id", "title_id", "session_id", "event_type", "event_timestamp", "device_type", "quality", "country"];

    private static readonly string[] KnownFields =
    [
        .. RequiredFields, "watch_duration_seconds", "position_seconds", "completion_percentage", "device_os", "bandwidth_mbps", "buffering_events",
        "state", "city", "tenant_id", "isp", "cdn", "startup_time_ms", "buffering_duration_ms", "error_code",
    ];

    private static readonly string[] EventTypes =
        ["start", "heartbeat", "pause", "resume", "seek", "quality_change", "buffer", "error", "stop", "complete"];

    private static readonly string[] DeviceTypes = ["mobile", "web", "tv", "tablet"];
    private static readonly string[] Qualities = ["SD", "HD", "4K"];

    private static Regex IdOf(string prefix) => new($"^{prefix}_[0-9a-z]{{8,12}}$");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex UtcTime();

    private static IEnumerable<string> EventIds(IEnumerable<SimulatedMessage> messages) => messages.Select(message =>
    {
        using var json = JsonDocument.Parse(message.Value);
        return json.RootElement.GetProperty("event_id").GetString()!;
    });
}

using System.Text;
using Telemetry.Domain.Events;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Tests.Samples;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Domain.Tests.Parsing;

public sealed class EventParserTests
{
    private const long Now = SampleEvents.ExampleMs + 1_000;
    private readonly Vocabularies _vocabularies = new();

    [Fact]
    public void The_example_of_METRICS_is_read_in_full()
    {
        var json = Encoding.UTF8.GetBytes(SampleEvents.Example);

        var e = SampleEvents.Parse(new EventParser(_vocabularies), json, Now);

        Assert.Equal(SampleEvents.ExampleMs, e.TimestampMs);
        Assert.Equal(EventType.Start, e.Cell.Type);
        Assert.Equal(DeviceType.Mobile, e.Cell.Device);
        Assert.Equal(Quality.Hd, e.Cell.Quality);
        Assert.Equal(new Place("United States", "California", "Los Angeles"), _vocabularies.Places[e.Cell.Place]);
        Assert.Equal("default", _vocabularies.Tenants[e.Cell.Tenant]);
        Assert.Equal("TITLE_9i0j1k2l", _vocabularies.Titles[e.Title]);
        Assert.Equal("iOS", _vocabularies.Systems[e.System]);
        Assert.Equal(25_500_000, e.BandwidthBps);
        Assert.Equal(2, e.BufferingEvents);
        Assert.Equal((1800, 900, 45.5), (e.WatchSeconds, e.PositionSeconds, e.CompletionPercent));
        Assert.Equal(-1, e.StartupMs);
        Assert.Equal("EVENT_a1b2c3d4", Encoding.UTF8.GetString(e.EventIdText.Of(json)));
        Assert.Equal("SESSION_3m4n5o6p", Encoding.UTF8.GetString(e.SessionText.Of(json)));
    }

    [Theory]
    [InlineData("heartbeat", EventType.Heartbeat)]
    [InlineData("quality_change", EventType.QualityChange)]
    [InlineData("teleport", EventType.Other)]
    public void An_unknown_event_type_is_kept_as_other(string name, EventType expected)
    {
        var e = SampleEvents.Parse(new EventParser(_vocabularies), SampleEvents.ExampleWith("event_type", $"\"{name}\""), Now);
        Assert.Equal(expected, e.Cell.Type);
    }

    [Theory]
    [InlineData("event_id")]
    [InlineData("customer_id")]
    [InlineData("title_id")]
    [InlineData("session_id")]
    [InlineData("event_type")]
    [InlineData("event_timestamp")]
    [InlineData("device_type")]
    [InlineData("quality")]
    [InlineData("country")]
    public void A_required_field_may_be_neither_absent_nor_null_nor_empty_nor_a_number(string field)
    {
        Expect(Rejection.MissingField, SampleEvents.ExampleWithout(field), field);
        Expect(Rejection.MissingField, SampleEvents.ExampleWith(field, "null"), field);
        Expect(Rejection.MissingField, SampleEvents.ExampleWith(field, "\"\""), field);
        Expect(Rejection.WrongType, SampleEvents.ExampleWith(field, "12"), field);
        Expect(Rejection.WrongType, SampleEvents.ExampleWith(field, "{\"a\":[1]}"), field);
        Expect(Rejection.InvalidText, SampleEvents.ExampleWith(field, $"\"{new string('x', EventParser.MaxTextBytes + 1)}\""), field);
    }

    [Theory]
    [InlineData("watch_duration_seconds")]
    [InlineData("position_seconds")]
    [InlineData("completion_percentage")]
    [InlineData("bandwidth_mbps")]
    [InlineData("buffering_events")]
    [InlineData("buffering_duration_ms")]
    [InlineData("startup_time_ms")]
    public void A_measure_may_be_null_or_absent_but_neither_negative_nor_text_nor_beyond_belief(string field)
    {
        Assert.Null(Parse(SampleEvents.ExampleWith(field, "null")));
        Assert.Null(Parse(SampleEvents.ExampleWithout(field)));
        Assert.Null(Parse(SampleEvents.ExampleWith(field, "0")));
        Expect(Rejection.OutOfRange, SampleEvents.ExampleWith(field, "-1"), field);
        Expect(Rejection.OutOfRange, SampleEvents.ExampleWith(field, "1e300"), field);
        Expect(Rejection.WrongType, SampleEvents.ExampleWith(field, "\"NaN\""), field);
        Expect(Rejection.WrongType, SampleEvents.ExampleWith(field, "true"), field);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00.000Z", Rejection.TimestampTooOld)]
    [InlineData("2100-01-01T00:00:00.000Z", Rejection.TimestampInFuture)]
    [InlineData("2025-08-11T14:30:45.123", Rejection.InvalidTimestamp)]
    [InlineData("2025-13-11T14:30:45.123Z", Rejection.InvalidTimestamp)]
    [InlineData("2025-02-30T14:30:45.123Z", Rejection.InvalidTimestamp)]
    [InlineData("2025-08-11T24:30:45.123Z", Rejection.InvalidTimestamp)]
    [InlineData("yesterday", Rejection.InvalidTimestamp)]
    public void A_time_that_cannot_be_believed_is_rejected(string time, string reason) =>
        Expect(reason, SampleEvents.ExampleWith("event_timestamp", $"\"{time}\""), "event_timestamp");

    [Theory]
    [InlineData("2025-08-11T14:30:45Z", -123)]
    [InlineData("2025-08-11T14:30:45.1Z", -23)]
    [InlineData("2025-08-11T14:30:45.123456Z", 0)]
    [InlineData("2025-08-11T16:30:45.123+02:00", 0)]
    public void Every_ISO_form_with_a_zone_is_understood(string time, int differenceMs) =>
        Assert.Equal(SampleEvents.ExampleMs + differenceMs, SampleEvents.Parse(new EventParser(_vocabularies), SampleEvents.ExampleWith("event_timestamp", $"\"{time}\""), Now).TimestampMs);

    [Theory]
    [InlineData("", Rejection.Empty)]
    [InlineData("{", Rejection.MalformedJson)]
    [InlineData("[]", Rejection.MalformedJson)]
    [InlineData("null", Rejection.MalformedJson)]
    [InlineData("{\"bandwidth_mbps\":NaN}", Rejection.MalformedJson)]
    [InlineData("{\"event_id\":\"a\u0000b\"}", Rejection.MalformedJson)]
    public void What_is_not_one_JSON_object_is_rejected(string json, string reason) => Expect(reason, Encoding.UTF8.GetBytes(json), "");

    [Fact]
    public void Every_truncation_of_an_event_is_rejected()
    {
        var json = Encoding.UTF8.GetBytes(SampleEvents.Example);
        var parser = new EventParser(_vocabularies);
        for (var length = 0; length < json.Length; length++)
            Assert.NotNull(parser.Parse(json.AsSpan(0, length), Now, out _));
        Assert.Null(parser.Parse(json, Now, out _));
    }

    [Fact]
    public void Text_after_the_object_invalid_UTF8_and_huge_values_are_rejected()
    {
        Expect(Rejection.MalformedJson, [.. Encoding.UTF8.GetBytes(SampleEvents.Example), (byte)'x'], "");
        Expect(Rejection.InvalidUtf8, [.. Encoding.UTF8.GetBytes("{\"event_id\":\""), 0xC3, 0x28, .. "\"}"u8], "");
        Expect(Rejection.TooLarge, new byte[1_000_000], "");
    }

    [Fact]
    public void Escapes_are_understood_and_control_characters_in_them_refused()
    {
        var escaped = SampleEvents.Example.Replace("Los Angeles", "Montr\\u00e9al", StringComparison.Ordinal);
        var e = SampleEvents.Parse(new EventParser(_vocabularies), Encoding.UTF8.GetBytes(escaped), Now);
        Assert.Equal("Montréal", _vocabularies.Places[e.Cell.Place].City);

        Expect(Rejection.InvalidText, Encoding.UTF8.GetBytes(SampleEvents.Example.Replace("EVENT_a1b2c3d4", "EVENT_\\u0000", StringComparison.Ordinal)), "event_id");
        Expect(Rejection.InvalidText, Encoding.UTF8.GetBytes(SampleEvents.Example.Replace("EVENT_a1b2c3d4", "EVENT_\\ud800", StringComparison.Ordinal)), "event_id");
    }

    [Theory]
    [InlineData("isp")]
    [InlineData("cdn")]
    [InlineData("error_code")]
    [InlineData("title_id")]
    [InlineData("device_os")]
    [InlineData("tenant_id")]
    public void No_text_has_control_characters_or_halves_of_characters(string field)
    {
        foreach (var bad in new[] { "\\u0007", "\\ud83c" })
        {
            var marked = Encoding.UTF8.GetString(SampleEvents.ExampleWith(field, "\"a HERE b\""));
            Expect(Rejection.InvalidText, Encoding.UTF8.GetBytes(marked.Replace("HERE", bad, StringComparison.Ordinal)), field);
        }
    }

    [Fact]
    public void The_same_id_gives_the_same_hash_with_and_without_escapes()
    {
        var parser = new EventParser(_vocabularies);
        var plain = SampleEvents.Parse(parser, Encoding.UTF8.GetBytes(SampleEvents.Example), Now);
        var escaped = SampleEvents.Parse(parser, Encoding.UTF8.GetBytes(SampleEvents.Example.Replace("EVENT_a", "EVENT_\\u0061", StringComparison.Ordinal)), Now);
        Assert.Equal(plain.EventId, escaped.EventId);
    }

    [Fact]
    public void Ten_thousand_random_byte_strings_never_throw_and_never_pass()
    {
        var random = new Random(20261122);
        var parser = new EventParser(_vocabularies);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Next(0, 600)];
            random.NextBytes(bytes);
            Assert.NotNull(parser.Parse(bytes, Now, out _));
        }
    }

    [Fact]
    public void A_valid_event_of_known_texts_allocates_nothing()
    {
        var parser = new EventParser(_vocabularies);
        var json = Encoding.UTF8.GetBytes(SampleEvents.Example);
        Assert.Equal(0, Allocations.Of(calls: 1_000, () => parser.Parse(json, Now, out _)));
    }

    private Rejection? Parse(byte[] json) => new EventParser(_vocabularies).Parse(json, Now, out _);

    private void Expect(string reason, byte[] json, string field)
    {
        var rejection = Parse(json);
        Assert.NotNull(rejection);
        Assert.Equal(reason, rejection.Reason);
        Assert.StartsWith(field, rejection.Detail, StringComparison.Ordinal);
    }
}

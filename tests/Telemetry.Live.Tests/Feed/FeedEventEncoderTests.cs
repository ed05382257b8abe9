using Telemetry.Domain.Places;
using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Feed;
using Telemetry.Live.Tests.Samples;
using Telemetry.Live.Wire;
using Telemetry.ServiceDefaults.Masking;
using Telemetry.V1;

namespace Telemetry.Live.Tests.Feed;

public sealed class FeedEventEncoderTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_754_922_645_123);

    public static TheoryData<string> Texts => ["plain", "a\"quoted\\one/", "Größe ✓ 😀", "x", new string('ü', 21), new string('z', 128), "_", "CUST_", "CUST_a", "ü_öäß"];

    [Fact]
    public void An_event_reads_back_as_it_was_produced()
    {
        var message = new Message { EventTimestamp = At, EventType = "error", ErrorCode = "E_42", BandwidthMbps = 0 };

        var read = RoundTrip(message);

        Assert.Equal(
            new FeedEvent
            {
                EventId = message.EventId, SessionId = "SESSION_3m4n5o6p", TitleId = "TITLE_9i0j1k2l", EventType = "error",
                AtUnixMs = At.ToUnixTimeMilliseconds(), DeviceType = "mobile", Quality = "HD", Country = "United States",
                State = "California", City = "Los Angeles", ErrorCode = "E_42", BandwidthMbps = 0, Customer = "CUST_5e6f…", DeviceOs = "iOS",
            },
            read);
    }

    [Fact]
    public void What_an_event_lacks_is_absent()
    {
        var read = RoundTrip(new Message { EventTimestamp = At, State = null, City = null, BandwidthMbps = null, DeviceOs = null });

        Assert.Equal(("", "", "", ""), (read.State, read.City, read.DeviceOs, read.ErrorCode));
        Assert.False(read.HasBandwidthMbps);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Texts_survive_whatever_is_escaped_in_the_message(string text)
    {
        var read = RoundTrip(new Message
        {
            EventTimestamp = At, EventId = text, SessionId = text, TitleId = text, CustomerId = text, ErrorCode = text, Country = text, State = text, City = text, DeviceOs = text,
        });

        Assert.Equal((text, text, text, text), (read.EventId, read.SessionId, read.TitleId, read.ErrorCode));
        Assert.Equal((text, text, text, text), (read.Country, read.State, read.City, read.DeviceOs));
        Assert.Equal(text.Any(char.IsSurrogate) ? "Größ…" : Masked.Id(text), read.Customer);
    }

    private static FeedEvent RoundTrip(Message message)
    {
        var utf8 = message.ToUtf8();
        var vocabularies = new Vocabularies();
        var e = message.Parse(vocabularies, utf8);
        var target = new byte[FeedEventEncoder.MaxBytes];
        var length = new FeedEventEncoder(vocabularies, new PlaceFields(vocabularies, Gazetteer.Embedded)).Write(e, utf8, target);
        return Assert.Single(EventBatch.Parser.ParseFrom(target, 0, length).Events);
    }
}

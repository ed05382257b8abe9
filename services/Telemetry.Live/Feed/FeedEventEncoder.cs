using System.Text;
using System.Text.Json;
using Telemetry.Domain.Events;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Wire;
using Telemetry.V1;

namespace Telemetry.Live.Feed;

/// <summary>
/// Writes a counted event as an entry of <see cref="EventBatch.Events"/>, once for all subscribers, straight from the slices of
/// its message: no object, no string. Safe for any number of threads.
/// </summary>
internal sealed class FeedEventEncoder(Vocabularies vocabularies, PlaceFields places)
{
    /// <summary>Longest entry: five texts, three names of a place and an operating system of the parser's greatest length, and small fields.</summary>
    public const int MaxBytes = (9 * (EventParser.MaxTextBytes + 4)) + 128;

    // Tag and a length of up to two bytes, which is known once the event is written.
    private const int Prefix = 3;
    private static readonly byte[][] Types = Encoded(EventTypes.Count, id => ((EventType)id).Name());
    private static readonly byte[][] Devices = Encoded(DeviceTypes.Count, id => ((DeviceType)id).Name());
    private static readonly byte[][] QualityNames = Encoded(Qualities.Count, id => ((Quality)id).Name());

    /// <summary>Writes tag, length and event; returns the bytes written, at most <see cref="MaxBytes"/>.</summary>
    public int Write(in TelemetryEvent e, ReadOnlySpan<byte> message, Span<byte> target)
    {
        var writer = new WireWriter(target[Prefix..]);
        Text(ref writer, FeedEvent.EventIdFieldNumber, e.EventIdText, message);
        Text(ref writer, FeedEvent.SessionIdFieldNumber, e.SessionText, message);
        Text(ref writer, FeedEvent.TitleIdFieldNumber, e.TitleText, message);
        writer.Field(FeedEvent.EventTypeFieldNumber, Types[(int)e.Cell.Type]);
        writer.Field(FeedEvent.AtUnixMsFieldNumber, e.TimestampMs);
        writer.Field(FeedEvent.DeviceTypeFieldNumber, Devices[(int)e.Cell.Device]);
        writer.Field(FeedEvent.QualityFieldNumber, QualityNames[(int)e.Cell.Quality]);
        writer.Raw(places.OfEvent(e.Cell.Place));
        Text(ref writer, FeedEvent.ErrorCodeFieldNumber, e.ErrorCodeText, message);
        if (e.BandwidthBps >= 0)
            writer.Field(FeedEvent.BandwidthMbpsFieldNumber, (float)(e.BandwidthBps * 1e-6));
        Customer(ref writer, e.CustomerText, message);
        writer.Field(FeedEvent.DeviceOsFieldNumber, vocabularies.Systems.Utf8(e.System));
        return AddPrefix(target, writer.Length);
    }

    private static int AddPrefix(Span<byte> target, int length)
    {
        var header = new WireWriter(target);
        header.Header(EventBatch.EventsFieldNumber, length);
        if (header.Length < Prefix)
            target.Slice(Prefix, length).CopyTo(target[header.Length..]);
        return header.Length + length;
    }

    private static void Text(ref WireWriter writer, int field, Utf8Slice slice, ReadOnlySpan<byte> message)
    {
        if (!slice.Escaped)
        {
            writer.Field(field, slice.Of(message));
            return;
        }
        Span<byte> scratch = stackalloc byte[EventParser.MaxTextBytes];
        writer.Field(field, Unescape(slice, message, scratch));
    }

    private static void Customer(ref WireWriter writer, Utf8Slice slice, ReadOnlySpan<byte> message)
    {
        Span<byte> scratch = stackalloc byte[EventParser.MaxTextBytes];
        var shown = CustomerMask.Shown(slice.Escaped ? Unescape(slice, message, scratch) : slice.Of(message));
        writer.Header(FeedEvent.CustomerFieldNumber, shown.Length + CustomerMask.Ellipsis.Length);
        writer.Raw(shown);
        writer.Raw(CustomerMask.Ellipsis);
    }

    // The parser has refused half characters.
    private static ReadOnlySpan<byte> Unescape(Utf8Slice slice, ReadOnlySpan<byte> message, Span<byte> scratch)
    {
        var reader = new Utf8JsonReader(message.Slice(slice.Start - 1, slice.Length + 2)); // with its quotes
        reader.Read();
        return scratch[..reader.CopyString(scratch)];
    }

    private static byte[][] Encoded(int count, Func<int, string> name) => [.. Enumerable.Range(0, count).Select(id => Encoding.UTF8.GetBytes(name(id)))];
}

using System.Text;
using Google.Protobuf;
using Telemetry.V1;

namespace Telemetry.Live.Feed;

/// <summary>Looks for text in the ids, title, place and error code of events, without regard to case. Not thread-safe.</summary>
internal sealed class FeedSearch
{
    private char[] _text = new char[512];

    /// <summary>Whether an entry of <see cref="EventBatch.Events"/> holds the text.</summary>
    public bool Finds(string text, ReadOnlySpan<byte> entry)
    {
        if (_text.Length < entry.Length)
            _text = new char[entry.Length];
        // The entry is read as it lies: fields that are not searched are skipped, a separator keeps texts apart.
        var length = 0;
        var rest = Payload(entry);
        while (!rest.IsEmpty)
        {
            var tag = ReadVarint(ref rest);
            switch (WireFormat.GetTagWireType((uint)tag))
            {
                case WireFormat.WireType.LengthDelimited:
                    var value = ReadBytes(ref rest);
                    if (IsSearched(WireFormat.GetTagFieldNumber((uint)tag)))
                    {
                        length += Encoding.UTF8.GetChars(value, _text.AsSpan(length));
                        _text[length++] = '\u001f';
                    }
                    break;
                case WireFormat.WireType.Varint:
                    ReadVarint(ref rest);
                    break;
                case WireFormat.WireType.Fixed32:
                    rest = rest[sizeof(float)..];
                    break;
                default:
                    throw new InvalidOperationException($"Tag {tag} is none that an event of the feed is written with.");
            }
        }
        return _text.AsSpan(0, length).Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsSearched(int field) => field is FeedEvent.EventIdFieldNumber or FeedEvent.SessionIdFieldNumber
        or FeedEvent.TitleIdFieldNumber or FeedEvent.CountryFieldNumber or FeedEvent.StateFieldNumber or FeedEvent.CityFieldNumber
        or FeedEvent.ErrorCodeFieldNumber or FeedEvent.CustomerFieldNumber;

    private static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> entry)
    {
        ReadVarint(ref entry);
        return ReadBytes(ref entry);
    }

    private static ReadOnlySpan<byte> ReadBytes(scoped ref ReadOnlySpan<byte> from)
    {
        var length = (int)ReadVarint(ref from);
        var value = from[..length];
        from = from[length..];
        return value;
    }

    private static ulong ReadVarint(scoped ref ReadOnlySpan<byte> from)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var part = from[0];
            from = from[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Telemetry.Domain.Parsing;

/// <summary>Reads ISO-8601 times to milliseconds. Remembers the last date, since nearly all events are of one day.</summary>
public sealed class UtcTimestamp
{
    private const int DateLength = 10;
    private readonly byte[] _date = new byte[DateLength];
    private long _dateMs;

    /// <summary>
    /// Unix milliseconds of <c>2025-08-11T14:30:45.123Z</c>; the fraction may be absent or have up to 9 digits (cut to ms),
    /// and an offset may stand for Z. A time without zone is not accepted: it would be a guess.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> text, out long unixMs)
    {
        unixMs = 0;
        if (text.Length == 24 && text[10] == 'T' && text[13] == ':' && text[16] == ':' && text[19] == '.' && text[23] == 'Z'
            && text[..DateLength].SequenceEqual(_date)
            && TwoDigits(text[11..], out var hour) && hour < 24 && TwoDigits(text[14..], out var minute) && minute < 60
            && TwoDigits(text[17..], out var second) && second < 60 && TwoDigits(text[20..], out var hundredths) && char.IsAsciiDigit((char)text[22]))
        {
            unixMs = _dateMs + (((((hour * 60) + minute) * 60) + second) * 1000L) + (hundredths * 10) + (text[22] - '0');
            return true;
        }
        return TryReadSlowly(text, ref unixMs);
    }

    private bool TryReadSlowly(ReadOnlySpan<byte> text, ref long unixMs)
    {
        if (text.Length is < 20 or > 35 || text[10] != 'T' || !HasZone(text))
            return false;
        if (!Utf8Parser.TryParse(text, out DateTimeOffset time, out var consumed, 'O') || consumed != text.Length)
        {
            if (!DateTimeOffset.TryParse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
                return false;
        }
        unixMs = time.ToUnixTimeMilliseconds();
        var dayMs = unixMs - (long)time.UtcDateTime.TimeOfDay.TotalMilliseconds;
        if (text[^1] == 'Z')
        {
            text[..DateLength].CopyTo(_date);
            _dateMs = dayMs;
        }
        return true;
    }

    private static bool HasZone(ReadOnlySpan<byte> text) => text[^1] == 'Z' || text[^6] is (byte)'+' or (byte)'-';

    private static bool TwoDigits(ReadOnlySpan<byte> text, out int value)
    {
        int tens = text[0] - '0', ones = text[1] - '0';
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}

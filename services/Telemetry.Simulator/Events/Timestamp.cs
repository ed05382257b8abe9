using System.Globalization;

namespace Telemetry.Simulator.Events;

/// <summary>Formats instants as <c>2025-08-11T14:30:45.123Z</c>; within one second only the milliseconds are written anew.</summary>
internal sealed class Timestamp
{
    private readonly byte[] _text = new byte["2025-08-11T14:30:45.123Z".Length];
    private long _second = -1;

    public ReadOnlySpan<byte> Format(DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        var second = milliseconds / 1000;
        if (second != _second)
        {
            at.UtcDateTime.TryFormat(_text, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            _second = second;
            return _text;
        }
        var rest = (int)(milliseconds % 1000);
        _text[20] = (byte)('0' + rest / 100);
        _text[21] = (byte)('0' + rest / 10 % 10);
        _text[22] = (byte)('0' + rest % 10);
        return _text;
    }
}

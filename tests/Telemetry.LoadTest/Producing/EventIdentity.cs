using System.Buffers.Text;

namespace Telemetry.LoadTest.Producing;

/// <summary>
/// Phase and number of an event, carried in its <c>event_id</c>: <c>EVENT_</c>, two hexadecimal digits of the phase, eight of the number.
/// </summary>
/// <param name="Phase">0 to 255; see <see cref="LoadPhase"/>.</param>
/// <param name="Number">Counts the events of the phase from 0.</param>
internal readonly record struct EventIdentity(int Phase, uint Number)
{
    /// <summary>Length of the text, in bytes.</summary>
    public const int TextLength = 16;

    /// <summary>Spreads the identity over 64 bits (SplitMix64's finaliser), so that sums of different sets differ.</summary>
    public ulong Fingerprint
    {
        get
        {
            unchecked
            {
                var value = (((ulong)Phase << 32) | Number) + 0x9E3779B97F4A7C15;
                value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
                value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
                return value ^ (value >> 31);
            }
        }
    }

    public void Write(Span<byte> text)
    {
        "EVENT_"u8.CopyTo(text);
        Utf8Formatter.TryFormat((byte)Phase, text[6..], out _, new('x', 2));
        Utf8Formatter.TryFormat(Number, text[8..], out _, new('x', 8));
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out EventIdentity identity)
    {
        identity = default;
        if (text.Length != TextLength || !text.StartsWith("EVENT_"u8)) return false;
        if (!Utf8Parser.TryParse(text[6..8], out byte phase, out var phaseLength, 'x') || phaseLength != 2) return false;
        if (!Utf8Parser.TryParse(text[8..], out uint number, out var numberLength, 'x') || numberLength != 8) return false;
        identity = new EventIdentity(phase, number);
        return true;
    }
}

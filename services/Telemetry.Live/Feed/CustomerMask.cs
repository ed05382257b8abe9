namespace Telemetry.Live.Feed;

/// <summary>
/// What a feed shows of a customer's id: a prefix that names the kind of id, at most four characters of the rest and never more
/// than half of it, and an ellipsis (<c>CUST_5e6f…</c>). The rule of <see cref="ServiceDefaults.Masking.Masked"/>, on UTF-8.
/// </summary>
internal static class CustomerMask
{
    private const int Characters = 4, LongestPrefix = 16;

    public static ReadOnlySpan<byte> Ellipsis => "…"u8;

    /// <summary>The part before the ellipsis.</summary>
    public static ReadOnlySpan<byte> Shown(ReadOnlySpan<byte> id)
    {
        var prefix = id[..Math.Min(id.Length, LongestPrefix)].IndexOf((byte)'_') + 1;
        var rest = id[prefix..];
        var shown = Math.Min(Characters, CharactersIn(rest) / 2);
        var end = 0;
        while (end < rest.Length && (shown > 0 || IsContinuation(rest[end])))
        {
            if (!IsContinuation(rest[end]))
                shown--;
            end++;
        }
        return id[..(prefix + end)];
    }

    private static int CharactersIn(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var part in utf8)
            count += IsContinuation(part) ? 0 : 1;
        return count;
    }

    private static bool IsContinuation(byte part) => (part & 0xC0) == 0x80;
}

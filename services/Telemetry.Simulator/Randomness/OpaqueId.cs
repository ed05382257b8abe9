namespace Telemetry.Simulator.Randomness;

/// <summary>
/// Turns a running number into an id that looks random, such as <c>c4k9x0q2</c>. Different numbers of one series give different
/// ids, because every step is a bijection of the id's bits; a series is told apart from others by its key.
/// </summary>
internal static class OpaqueId
{
    // Crockford's base 32 in lower case: five bits a character, without i, l, o and u.
    private static ReadOnlySpan<byte> Alphabet => "0123456789abcdefghjkmnpqrstvwxyz"u8;

    /// <summary>Fills <paramref name="destination"/> (at most 12 characters) with the id of <paramref name="number"/>.</summary>
    public static void Write(Span<byte> destination, ulong seriesKey, ulong number)
    {
        var bits = destination.Length * 5;
        var mask = (1UL << bits) - 1;
        // Adding a constant, multiplying by an odd number and x ^= x >> k are each reversible modulo 2^bits.
        var value = (number + seriesKey) & mask;
        value ^= value >> (bits / 2);
        value = (value * 0xBF58476D1CE4E5B9) & mask;
        value ^= value >> (bits / 2 - 1);
        value = (value * 0x94D049BB133111EB) & mask;
        value ^= value >> (bits / 2 + 1);
        for (var i = destination.Length - 1; i >= 0; i--, value >>= 5)
            destination[i] = Alphabet[(int)(value & 31)];
    }
}

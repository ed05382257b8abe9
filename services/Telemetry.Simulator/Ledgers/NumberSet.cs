namespace Telemetry.Simulator.Ledgers;

/// <summary>A set of small numbers, one bit each; counts distinct sessions and customers over days of running.</summary>
internal sealed class NumberSet
{
    private ulong[] _bits = new ulong[64];

    public int Count { get; private set; }

    public void Add(int number)
    {
        var word = number >> 6;
        if (word >= _bits.Length)
            Array.Resize(ref _bits, Math.Max(word + 1, _bits.Length * 2));
        var bit = 1UL << (number & 63);
        if ((_bits[word] & bit) != 0)
            return;
        _bits[word] |= bit;
        Count++;
    }
}

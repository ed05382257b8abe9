namespace Telemetry.Live.Feed;

/// <summary>
/// Which events of a partition a feed has taken, exactly for the newest <see cref="Window"/> offsets: after a hand-over the rows of the
/// new owner may come before the last ones of the old, and those must neither be lost nor shown twice. Not thread-safe.
/// </summary>
/// <param name="first">The first offset that is of interest.</param>
internal sealed class SeenOffsets(long first)
{
    /// <summary>Offsets that are remembered: some ten seconds of a busy partition, in 16 KiB.</summary>
    public const int Window = 131_072;

    private const int BitsPerWord = 64, Words = Window / BitsPerWord;
    private readonly ulong[] _taken = new ulong[Words]; // a ring: the word of an offset is its 64th, modulo the number of words
    private long _floor = first, _end = first;

    /// <summary>Whether an offset is new; it is not when asked again. One that is older than the window counts as taken.</summary>
    public bool Take(long offset)
    {
        if (offset < _floor)
            return false;
        if (offset >= _end)
            ExtendTo(offset + 1);
        ref var word = ref _taken[offset / BitsPerWord % Words];
        var bit = 1UL << (int)(offset % BitsPerWord);
        if ((word & bit) != 0)
            return false;
        word |= bit;
        return true;
    }

    /// <summary>What has not come yet of what lies before the newest is of no interest any more.</summary>
    public void Forget() => _floor = _end;

    private void ExtendTo(long end)
    {
        var last = (end - 1) / BitsPerWord;
        for (var word = Math.Max((_end + BitsPerWord - 1) / BitsPerWord, last - Words + 1); word <= last; word++)
            _taken[word % Words] = 0;
        _end = end;
        _floor = Math.Max(_floor, (last + 1 - Words) * BitsPerWord);
    }
}

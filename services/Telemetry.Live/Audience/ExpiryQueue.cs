namespace Telemetry.Live.Audience;

/// <summary>Identities by the second in which they may have to be looked at again. Not thread-safe.</summary>
internal sealed class ExpiryQueue
{
    // Seconds that may wait: a minute of presence and the skew allowed for clocks, three times over; a power of two.
    private const int Seconds = 512;
    private const int Furthest = Seconds - 2;
    private readonly List<UInt128>[] _buckets = [.. Enumerable.Range(0, Seconds).Select(_ => new List<UInt128>())];
    private long _next;

    /// <summary>Puts an identity into the bucket of a time (Unix ms), or into the nearest one there is.</summary>
    public void Add(UInt128 id, long timeMs) => Bucket(Math.Clamp(timeMs / 1_000, _next, _next + Furthest)).Add(id);

    /// <summary>
    /// Hands out the identities of all times up to <paramref name="timeMs"/>, the whole of its second included;
    /// <paramref name="look"/> adds those again that are not due yet.
    /// </summary>
    public void TakeUpTo(long timeMs, Action<UInt128> look)
    {
        var last = timeMs / 1_000;
        var first = Math.Max(_next, last - Seconds + 1);
        _next = Math.Max(_next, last);
        for (var second = first; second <= last; second++)
        {
            var bucket = Bucket(second);
            // What is added again to this very bucket comes after `count` and waits for the next call.
            var count = bucket.Count;
            for (var i = 0; i < count; i++)
                look(bucket[i]);
            bucket.RemoveRange(0, count);
        }
    }

    private List<UInt128> Bucket(long second) => _buckets[second & (Seconds - 1)];
}

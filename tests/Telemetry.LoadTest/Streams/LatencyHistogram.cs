namespace Telemetry.LoadTest.Streams;

/// <summary>Counts latencies in steps of 0.1 ms up to 60 s; what is longer counts as 60 s, and the maximum is kept apart.</summary>
internal sealed class LatencyHistogram
{
    /// <summary>Steps a millisecond.</summary>
    public const int Resolution = 10;
    private const int LastBucket = 60_000 * Resolution;
    private readonly long[] _counts = new long[LastBucket + 1];
    private long _max;

    public void Add(long tenthsOfMillisecond, int deliveries)
    {
        // A negative latency would need the clock to step back between two processes of one machine.
        var value = Math.Max(0, tenthsOfMillisecond);
        _counts[Math.Min(value, LastBucket)] += deliveries;
        if (value > _max) _max = value;
    }

    public void Add(LatencyCounts other)
    {
        for (var i = 0; i < other.Buckets.Count; i++) _counts[other.Buckets[i]] += other.Deliveries[i];
        _max = Math.Max(_max, other.MaxTenths);
    }

    public LatencyCounts ToCounts()
    {
        var used = Enumerable.Range(0, _counts.Length).Where(bucket => _counts[bucket] > 0).ToList();
        return new LatencyCounts(used, [.. used.Select(bucket => _counts[bucket])], _max);
    }

    /// <summary>The upper edge, in ms, of the step within which <paramref name="share"/> (0 to 1) of all deliveries lie.</summary>
    public double Percentile(double share)
    {
        var rank = (long)Math.Ceiling(_counts.Sum() * share);
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length && rank > 0; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank) return (bucket + 1) / (double)Resolution;
        }

        return 0;
    }

    /// <summary>The longest latency, in ms.</summary>
    public double Max => _max / (double)Resolution;
}

/// <summary>A histogram in transit: the buckets of 0.1 ms that are in use.</summary>
internal sealed record LatencyCounts(IReadOnlyList<int> Buckets, IReadOnlyList<long> Deliveries, long MaxTenths);

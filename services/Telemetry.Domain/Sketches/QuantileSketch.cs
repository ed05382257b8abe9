namespace Telemetry.Domain.Sketches;

/// <summary>
/// DDSketch (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees",
/// VLDB 2019) for non-negative values: a quantile is within <see cref="RelativeError"/> of the exact one. Merging adds
/// counts, so it is associative and commutative and can be undone. While few buckets are in use only those are kept, so that a sketch
/// of a few values takes a few dozen bytes.
/// </summary>
public sealed class QuantileSketch
{
    /// <summary>Largest relative error of a quantile between <see cref="MinValue"/> and <see cref="MaxValue"/>.</summary>
    public const double RelativeError = 0.01;

    /// <summary>Smaller values count as zero.</summary>
    public const double MinValue = 1e-3;

    /// <summary>Larger values count as this: the sketch holds at most 1,612 buckets.</summary>
    public const double MaxValue = 1e11;

    private const double Gamma = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double Multiplier = 1 / Math.Log(Gamma);
    private static readonly int SmallestBucket = BucketOf(MinValue), LargestBucket = BucketOf(MaxValue);
    private const int MostFew = 32; // 512 bytes, which is less than what most distributions span
    private (int Bucket, long Count)[] _few = []; // ascending; no longer used once there are _buckets
    private int _fewCount;
    private long[] _buckets = []; // all buckets from the first to the last
    private int _firstBucket;
    private long _zeros;

    /// <summary>Values added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a value ≥ 0.</summary>
    public void Add(double value) => AddTo(BucketOf(value), 1);

    /// <summary>Adds all values of another sketch.</summary>
    public void Add(QuantileSketch other) => Merge(other, 1);

    /// <summary>Takes out the values of a sketch that was added before.</summary>
    public void Subtract(QuantileSketch other) => Merge(other, -1);

    /// <summary>The value that a share <paramref name="quantile"/> (0 to 1) of the values does not exceed; null without values.</summary>
    public double? Quantile(double quantile)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantile, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantile, 1);
        if (Count == 0)
            return null;
        var rank = (long)(quantile * (Count - 1));
        var seen = _zeros;
        if (seen > rank)
            return 0;
        for (var i = 0; i < _fewCount; i++)
        {
            seen += _few[i].Count;
            if (seen > rank)
                return ValueOf(_few[i].Bucket);
        }
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen > rank)
                return ValueOf(i + _firstBucket);
        }
        throw new InvalidOperationException($"The sketch counts {Count} values and holds {seen}: more was taken out than was put in.");
    }

    /// <summary>A sketch as it was: what <see cref="Buckets"/> said, in any order. Counts of the same bucket are added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No value falls into such a bucket.</exception>
    public static QuantileSketch Of(IEnumerable<(int Bucket, long Count)> buckets)
    {
        var sketch = new QuantileSketch();
        foreach (var (bucket, count) in buckets)
        {
            if (!IsBucket(bucket))
                throw new ArgumentOutOfRangeException(nameof(buckets), bucket, $"A bucket is int.MinValue or {SmallestBucket} to {LargestBucket}.");
            sketch.AddTo(bucket, count);
        }
        return sketch;
    }

    /// <summary>Whether a value can fall into a bucket of this number.</summary>
    public static bool IsBucket(long bucket) => bucket == int.MinValue || (bucket >= SmallestBucket && bucket <= LargestBucket);

    /// <summary>A copy that shares nothing.</summary>
    public QuantileSketch Copy() => new()
    {
        _few = _few[.._fewCount],
        _fewCount = _fewCount,
        _buckets = (long[])_buckets.Clone(),
        _firstBucket = _firstBucket,
        _zeros = _zeros,
        Count = Count,
    };

    /// <summary>Bucket and count of every bucket in use, ascending; bucket <see cref="int.MinValue"/> holds the zeros.</summary>
    public IEnumerable<(int Bucket, long Count)> Buckets()
    {
        if (_zeros != 0)
            yield return (int.MinValue, _zeros);
        for (var i = 0; i < _fewCount; i++)
        {
            if (_few[i].Count != 0)
                yield return _few[i];
        }
        for (var i = 0; i < _buckets.Length; i++)
        {
            if (_buckets[i] != 0)
                yield return (i + _firstBucket, _buckets[i]);
        }
    }

    private static double ValueOf(int bucket) => 2 * Math.Pow(Gamma, bucket) / (Gamma + 1);

    private static int BucketOf(double value) =>
        value < MinValue ? int.MinValue : (int)Math.Ceiling(Math.Log(Math.Min(value, MaxValue)) * Multiplier);

    private void AddTo(int bucket, long count)
    {
        Count += count;
        if (bucket == int.MinValue)
        {
            _zeros += count;
            return;
        }
        if (_buckets.Length == 0 && AddToFew(bucket, count))
            return;
        var index = bucket - _firstBucket;
        if ((uint)index >= (uint)_buckets.Length)
        {
            MakeRoomFor(bucket, bucket);
            index = bucket - _firstBucket;
        }
        _buckets[index] += count;
    }

    private void Merge(QuantileSketch other, int sign)
    {
        AddTo(int.MinValue, sign * other._zeros);
        for (var i = 0; i < other._fewCount; i++)
            AddTo(other._few[i].Bucket, sign * other._few[i].Count);
        if (other._buckets.Length == 0)
            return;
        Spread();
        MakeRoomFor(other._firstBucket, other._firstBucket + other._buckets.Length - 1);
        for (var i = 0; i < other._buckets.Length; i++)
            _buckets[other._firstBucket + i - _firstBucket] += sign * other._buckets[i];
        Count += sign * (other.Count - other._zeros);
    }

    /// <summary>False when there are too many buckets by now; they are all in <see cref="_buckets"/> then.</summary>
    private bool AddToFew(int bucket, long count)
    {
        var at = 0;
        while (at < _fewCount && _few[at].Bucket < bucket)
            at++;
        if (at < _fewCount && _few[at].Bucket == bucket)
        {
            _few[at].Count += count;
            return true;
        }
        if (_fewCount == MostFew)
        {
            Spread();
            return false;
        }
        if (_fewCount == _few.Length)
            Array.Resize(ref _few, Math.Max(2, _fewCount * 2));
        Array.Copy(_few, at, _few, at + 1, _fewCount - at);
        _few[at] = (bucket, count);
        _fewCount++;
        return true;
    }

    private void Spread()
    {
        if (_fewCount == 0)
            return;
        var few = _few.AsSpan(0, _fewCount);
        MakeRoomFor(few[0].Bucket, few[^1].Bucket);
        foreach (var (bucket, count) in few)
            _buckets[bucket - _firstBucket] = count;
        (_few, _fewCount) = ([], 0);
    }

    private void MakeRoomFor(int first, int last)
    {
        const int slack = 16;
        if (_buckets.Length == 0)
        {
            _firstBucket = first - slack;
            _buckets = new long[last - first + 1 + (2 * slack)];
            return;
        }
        var newFirst = first < _firstBucket ? first - slack : _firstBucket;
        var end = _firstBucket + _buckets.Length;
        var newEnd = last >= end ? last + 1 + slack : end;
        if (newFirst == _firstBucket && newEnd == end)
            return;
        var grown = new long[newEnd - newFirst];
        _buckets.CopyTo(grown, _firstBucket - newFirst);
        _buckets = grown;
        _firstBucket = newFirst;
    }
}

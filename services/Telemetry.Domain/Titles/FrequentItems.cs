using System.Runtime.InteropServices;

namespace Telemetry.Domain.Titles;

/// <summary>
/// Heavy hitters in bounded memory after Misra and Gries ("Finding repeated elements", 1982), in the batched form: when
/// the summary is full, the median count is taken from all and what falls to zero is dropped. Exact while there are at
/// most <paramref name="capacity"/> items; after that a true count lies in [lower, lower + <see cref="Error"/>].
/// Merging without purging is associative and commutative (Agarwal et al., "Mergeable summaries", 2012).
/// </summary>
/// <param name="capacity">Most items kept, at least 2.</param>
public sealed class FrequentItems(int capacity)
{
    private readonly Dictionary<long, long> _counts = [];

    /// <summary>By how much a true count may exceed the kept one.</summary>
    public long Error { get; private set; }

    /// <summary>Items and their lower bounds, in no order.</summary>
    public IReadOnlyDictionary<long, long> LowerBounds => _counts;

    /// <summary>Counts one occurrence.</summary>
    public void Add(long item)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, item, out _)++;
        if (_counts.Count > capacity)
            Purge();
    }

    /// <summary>Adds the counts of another summary, without dropping any.</summary>
    public void Merge(FrequentItems other)
    {
        foreach (var (item, count) in other._counts)
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, item, out _) += count;
        Error += other.Error;
    }

    /// <summary>Takes out a summary that was merged before.</summary>
    public void Unmerge(FrequentItems other)
    {
        foreach (var (item, count) in other._counts)
        {
            ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, item, out _);
            kept -= count;
            if (kept == 0)
                _counts.Remove(item);
        }
        Error -= other.Error;
    }

    /// <summary>
    /// A summary as it was: what <see cref="LowerBounds"/> and <see cref="Error"/> said. Counts of an item that comes more than
    /// once are added; more items than <paramref name="capacity"/> stay until the next is added.
    /// </summary>
    public static FrequentItems Of(int capacity, long error, IEnumerable<KeyValuePair<long, long>> lowerBounds)
    {
        var items = new FrequentItems(capacity) { Error = error };
        foreach (var (item, count) in lowerBounds)
            CollectionsMarshal.GetValueRefOrAddDefault(items._counts, item, out _) += count;
        return items;
    }

    /// <summary>A copy that shares nothing.</summary>
    public FrequentItems Copy()
    {
        var copy = new FrequentItems(capacity) { Error = Error };
        copy._counts.EnsureCapacity(_counts.Count);
        foreach (var (item, count) in _counts)
            copy._counts.Add(item, count);
        return copy;
    }

    private void Purge()
    {
        var counts = _counts.Values.ToArray();
        Array.Sort(counts);
        var median = counts[counts.Length / 2];
        foreach (var item in _counts.Keys)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, item);
            count -= median;
            if (count <= 0)
                _counts.Remove(item); // removing while enumerating is allowed since .NET Core 3.0
        }
        Error += median;
    }
}

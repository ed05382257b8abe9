using Telemetry.Domain.Titles;

namespace Telemetry.Domain.Tests.Titles;

public sealed class FrequentItemsTests
{
    [Fact]
    public void It_is_exact_while_the_items_fit()
    {
        var items = Of(capacity: 10, [1, 2, 2, 3, 3, 3]);
        Assert.Equal(0, items.Error);
        Assert.Equal(new Dictionary<long, long> { [1] = 1, [2] = 2, [3] = 3 }, items.LowerBounds.OrderBy(entry => entry.Key).ToDictionary());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void True_counts_lie_between_the_bounds_and_memory_is_bounded(int seed)
    {
        var random = new Random(seed);
        var stream = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Floor(1 / (random.NextDouble() + 0.001))).ToArray();
        var items = Of(capacity: 50, stream);

        Assert.True(items.LowerBounds.Count <= 50);
        Assert.True(items.Error <= stream.Length / 25);
        foreach (var (item, count) in stream.CountBy(item => item))
            Assert.InRange(count, items.LowerBounds.GetValueOrDefault(item), items.LowerBounds.GetValueOrDefault(item) + items.Error);
    }

    [Fact]
    public void Merging_is_associative_and_commutative_and_can_be_undone()
    {
        FrequentItems a = Of(4, [1, 1, 2, 3, 4, 5]), b = Of(4, [2, 2, 9]), c = Of(4, [9, 8, 7, 6, 5, 4, 4]);
        var left = Merge(Merge(a, b), c);
        var right = Merge(c, Merge(b, a));
        Assert.Equal(Sorted(left), Sorted(right));
        Assert.Equal(left.Error, right.Error);

        left.Unmerge(c);
        Assert.Equal(Sorted(Merge(a, b)), Sorted(left));
    }

    private static FrequentItems Merge(FrequentItems a, FrequentItems b)
    {
        var merged = a.Copy();
        merged.Merge(b);
        return merged;
    }

    private static IEnumerable<KeyValuePair<long, long>> Sorted(FrequentItems items) => items.LowerBounds.OrderBy(entry => entry.Key);

    private static FrequentItems Of(int capacity, long[] stream)
    {
        var items = new FrequentItems(capacity);
        foreach (var item in stream)
            items.Add(item);
        return items;
    }
}

using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Sketches;

namespace Telemetry.Domain.Tests.Sketches;

public sealed class QuantileSketchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_quantile_is_within_one_percent_of_the_exact_one(int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 20_000).Select(_ => Math.Exp(random.NextDouble() * 20) * QuantileSketch.MinValue * 2).ToArray();
        var sketch = Of(values);
        Array.Sort(values);
        for (var q = 0.0; q <= 1; q += 0.01)
        {
            var exact = values[(int)(q * (values.Length - 1))];
            Assert.InRange(sketch.Quantile(q)!.Value, exact * (1 - QuantileSketch.RelativeError - 1e-9), exact * (1 + QuantileSketch.RelativeError + 1e-9));
        }
    }

    [Fact]
    public void Merging_is_associative_and_commutative_and_can_be_undone()
    {
        var random = new Random(3);
        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 1_000)];
        double[] a = Values(300), b = Values(10), c = Values(1_000);

        var all = Of([.. a, .. b, .. c]);
        var merged = Of(c);
        merged.Add(Of(a));
        merged.Add(Of(b));
        Assert.Equal(all.Buckets(), merged.Buckets());

        merged.Subtract(Of(c));
        Assert.Equal(Of([.. b, .. a]).Buckets(), merged.Buckets());
    }

    [Fact]
    public void Whether_its_values_are_few_or_many_a_sketch_holds_their_buckets_through_merging_and_copying() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            double[] Values(int most) => [.. Enumerable.Range(0, random.Next(most)).Select(_ => random.Next(9) == 0 ? 0 : Math.Exp(random.NextDouble() * 8))];
            double[][] parts = [Values(4), Values(60), Values(34), Values(300)];
            random.Shuffle(parts);
            var merged = new QuantileSketch();
            foreach (var part in parts)
                merged.Add(Of(part).Copy());
            var all = Of([.. parts.SelectMany(part => part)]);
            Assert.Equal(all.Buckets(), merged.Buckets());
            Assert.Equal((all.Count, all.Quantile(0.5), all.Quantile(0.95)), (merged.Count, merged.Quantile(0.5), merged.Quantile(0.95)));
            foreach (var part in parts[1..])
                merged.Subtract(Of(part));
            Assert.Equal(Of(parts[0]).Buckets(), merged.Copy().Buckets());
            Assert.Equal((parts[0].Length, Of(parts[0]).Quantile(0.5)), (merged.Count, merged.Quantile(0.5)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_sketch_of_a_few_values_takes_a_few_hundred_bytes_however_far_apart_they_are()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sketch = Of([0.01, 1, 40_000]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 400);
        Assert.Equal(3, sketch.Count);
    }

    [Fact]
    public void An_empty_sketch_has_no_quantile_and_zeros_are_zeros()
    {
        Assert.Null(new QuantileSketch().Quantile(0.5));
        Assert.Equal(0, Of([0, 0, 5]).Quantile(0.5));
    }

    [Fact]
    public void Absurd_values_do_not_grow_it_without_bound()
    {
        var sketch = Of([1e300, 1e-300, QuantileSketch.MaxValue]);
        Assert.True(sketch.Buckets().Count() <= 3);
        Assert.Equal(3, sketch.Count);
    }

    private static QuantileSketch Of(double[] values)
    {
        var sketch = new QuantileSketch();
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }
}

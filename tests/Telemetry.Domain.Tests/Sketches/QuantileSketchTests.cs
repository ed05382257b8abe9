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

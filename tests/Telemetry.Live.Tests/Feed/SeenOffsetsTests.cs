using Telemetry.Live.Feed;

namespace Telemetry.Live.Tests.Feed;

public sealed class SeenOffsetsTests
{
    [Fact]
    public void In_whatever_order_offsets_come_each_is_taken_once()
    {
        var random = new Random(4);
        var seen = new SeenOffsets(1_000);
        int[] offsets = [.. Enumerable.Range(1_000, 50_000)];
        random.Shuffle(offsets);

        Assert.All(offsets, offset => Assert.True(seen.Take(offset)));
        Assert.All(offsets, offset => Assert.False(seen.Take(offset)));
    }

    [Fact]
    public void What_is_older_than_the_window_or_the_beginning_counts_as_taken()
    {
        var seen = new SeenOffsets(100);

        Assert.False(seen.Take(99));
        Assert.True(seen.Take(100 + (2L * SeenOffsets.Window)));
        Assert.False(seen.Take(101));
        Assert.True(seen.Take(100 + (2L * SeenOffsets.Window) - 1_000));
        Assert.True(seen.Take(100_000_000_000));
        Assert.True(seen.Take(100_000_000_000 - SeenOffsets.Window + 64));
    }

    [Fact]
    public void What_has_not_come_when_an_audience_does_is_past()
    {
        var seen = new SeenOffsets(0);
        seen.Take(10);

        seen.Forget();

        Assert.False(seen.Take(5));
        Assert.True(seen.Take(11));
    }
}

using Telemetry.Live.Feed;

namespace Telemetry.Live.Tests.Feed;

public sealed class FeedLossesTests
{
    private readonly FeedLosses _losses = new();

    [Fact]
    public void What_a_node_sent_and_did_not_arrive_is_noticed_by_what_it_sends_next()
    {
        Assert.Equal(0, _losses.Before(new FeedOrigin(Node: 1, Partition: 0, Before: 500, Events: 100)));
        Assert.Equal(0, _losses.Before(new FeedOrigin(1, 0, 600, 100)));
        Assert.Equal(50, _losses.Before(new FeedOrigin(1, 0, 750, 0)));
        Assert.Equal(0, _losses.Before(new FeedOrigin(1, 0, 750, 10)));
    }

    [Fact]
    public void Each_node_and_each_partition_counts_for_itself()
    {
        _losses.Before(new FeedOrigin(1, 0, 0, 10));
        Assert.Equal(0, _losses.Before(new FeedOrigin(2, 0, 100, 10)));
        Assert.Equal(0, _losses.Before(new FeedOrigin(1, 1, 100, 10)));
        Assert.Equal(3, _losses.Before(new FeedOrigin(1, 0, 13, 10)));
    }

    [Fact]
    public void A_message_that_comes_again_or_late_loses_nothing_and_hides_nothing()
    {
        _losses.Before(new FeedOrigin(1, 0, 0, 10));
        _losses.Before(new FeedOrigin(1, 0, 10, 10));
        Assert.Equal(0, _losses.Before(new FeedOrigin(1, 0, 0, 10)));
        Assert.Equal(5, _losses.Before(new FeedOrigin(1, 0, 25, 10)));
    }
}

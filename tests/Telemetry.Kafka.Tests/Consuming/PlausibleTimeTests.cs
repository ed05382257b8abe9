using Telemetry.Kafka.Consuming;

namespace Telemetry.Kafka.Tests.Consuming;

public sealed class PlausibleTimeTests
{
    private const long Now = 1_700_000_000_000, Minute = 60_000;

    [Theory]
    [InlineData(-60 * Minute)]
    [InlineData(0)]
    [InlineData(PlausibleTime.FurthestAheadMs)]
    public void A_timestamp_of_the_past_or_a_little_ahead_is_taken(long ahead) => Assert.Equal(Now + ahead, PlausibleTime.Of(Now + ahead, Now));

    [Theory]
    [InlineData(Now + PlausibleTime.FurthestAheadMs + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    [InlineData(-1)]
    public void One_that_is_missing_or_further_ahead_is_the_nodes_own_time(long stamp) => Assert.Equal(Now, PlausibleTime.Of(stamp, Now));
}

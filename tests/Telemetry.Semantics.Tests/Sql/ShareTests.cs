using System.Globalization;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Sql;

public sealed class ShareTests(Planners planners) : IClassFixture<Planners>
{
    /// <summary>A session that changed quality watched in each, so the parts of watch time are more than what the sessions watched.</summary>
    [Theory]
    [InlineData("percentage of watch time by quality this week")]
    [InlineData("hours watched by quality as a share of the total")]
    [InlineData("share of watch time by genre yesterday")]
    public void Shares_of_watch_time_add_up_to_the_whole(string question)
    {
        var shares = planners.Lake.Query(planners.Ask(question).Sql!).Select(row => Convert.ToDouble(row[^1], CultureInfo.InvariantCulture)).ToList();
        Assert.True(shares.Count > 1);
        Assert.Equal(100, shares.Sum(), 6);
    }

    [Fact]
    public void Each_bucket_of_a_series_is_a_whole_of_its_own()
    {
        var days = planners.Lake.Query(planners.Ask("share of watch time by quality per day this week").Sql!)
            .GroupBy(row => row.First(cell => cell is DateTime), row => Convert.ToDouble(row[^1], CultureInfo.InvariantCulture))
            .Select(day => day.Sum()).ToList();
        Assert.True(days.Count > 1);
        Assert.All(days, sum => Assert.Equal(100, sum, 6));
    }

    /// <summary>Somebody who used two devices is one viewer in each, and one of all.</summary>
    [Fact]
    public void Shares_of_people_are_of_all_people()
    {
        var rows = planners.Lake.Query(planners.Ask("share of viewers by device this week").Sql!);
        var all = planners.Lake.Query("SELECT count(DISTINCT customer_id) FROM events WHERE event_timestamp >= TIMESTAMP '2026-05-18 00:00:00'")[0][0];
        Assert.All(rows, row => Assert.Equal(100.0 * Convert.ToDouble(row[1], CultureInfo.InvariantCulture) / Convert.ToDouble(all, CultureInfo.InvariantCulture), Convert.ToDouble(row[^1], CultureInfo.InvariantCulture), 6));
    }
}

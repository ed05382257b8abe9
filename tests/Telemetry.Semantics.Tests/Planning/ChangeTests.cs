using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>Two periods side by side say by how many percent the first measure changed.</summary>
public sealed class ChangeTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("by how many percent did watch time change yesterday versus the day before")]
    [InlineData("watch time yesterday vs the day before")]
    public void The_later_period_has_the_change_from_the_earlier_one(string question)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, planned.Text);
        var rows = planners.Lake.Query(planned.Sql!);
        Assert.Equal("change_percent", planned.Columns[^1].Name);
        Assert.Equal(2, rows.Count);
        var (later, earlier) = (Convert.ToDouble(rows[0][1]), Convert.ToDouble(rows[1][1]));
        Assert.NotEqual(later, earlier);
        Assert.Equal(100 * (later - earlier) / earlier, Convert.ToDouble(rows[0][2]), 9);
        Assert.Null(rows[1][2]);
        Assert.DoesNotContain("change_percent", planned.Chart!.Y);
    }

    [Fact]
    public void The_change_goes_with_time_in_whichever_order_the_periods_are_named()
    {
        var rows = planners.Lake.Query(planners.Ask("watch time on Monday vs yesterday").Sql!);
        var later = rows.Single(row => row[2] is not null);
        var earlier = rows.Single(row => row[2] is null);
        Assert.Equal("yesterday", later[0]);
        Assert.Equal(100 * (Convert.ToDouble(later[1]) - Convert.ToDouble(earlier[1])) / Convert.ToDouble(earlier[1]), Convert.ToDouble(later[2]), 9);
    }

    [Fact]
    public void Every_group_has_its_own_change()
    {
        var planned = planners.Ask("sessions by device yesterday vs the day before");
        var rows = planners.Lake.Query(planned.Sql!);
        foreach (var device in rows.GroupBy(row => row[1]).Where(group => group.Count() == 2).Select(group => group.ToList()))
            Assert.Equal(100.0 * (Convert.ToDouble(device[0][2]) - Convert.ToDouble(device[1][2])) / Convert.ToDouble(device[1][2]), Convert.ToDouble(device[0][3]), 9);
        Assert.Contains(rows, row => row[3] is not null);
    }

    [Fact]
    public void Time_steps_of_two_periods_are_not_held_against_each_other() =>
        Assert.DoesNotContain(planners.Ask("hourly errors yesterday vs the day before").Columns, column => column.Name == "change_percent");

    [Theory]
    [InlineData("viewers this week vs last week", "This week is not over yet: 2.5 days of it, held against 7 days of last week.")]
    [InlineData("errors today vs yesterday", "Today is not over yet: 12.5 hours of it, held against 24 hours of yesterday.")]
    [InlineData("errors today vs the same time yesterday", null)]
    [InlineData("errors last week vs the week before", null)]
    [InlineData("errors last 24 hours vs the previous 24 hours", null)]
    public void A_period_that_goes_on_is_told_when_it_is_held_against_a_whole_one(string question, string? note) =>
        Assert.Equal(note is null ? [] : [note], planners.Ask(question).Assumptions);
}

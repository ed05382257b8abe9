using System.Globalization;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Sql;

public sealed class ApartTests(Planners planners) : IClassFixture<Planners>
{
    [Fact]
    public void One_value_and_the_rest_are_two_rows_that_make_up_the_whole()
    {
        var sides = Values("sessions in Japan vs the rest this week");
        var all = Values("sessions by country this week");
        Assert.Equal(2, sides.Count);
        Assert.Equal(all["Japan"], sides["Japan"]);
        Assert.Equal(all.Values.Sum() - all["Japan"], sides["other"]);
    }

    [Fact]
    public void Somebody_who_is_on_both_sides_counts_on_both_and_once_in_the_rest()
    {
        var rest = Values("viewers on TV vs all other devices this week")["other"];
        var counted = planners.Lake.Query("SELECT count(DISTINCT customer_id) FROM events WHERE event_timestamp >= TIMESTAMP '2026-05-18 00:00:00' AND device_type <> 'tv'");
        Assert.Equal(Convert.ToDouble(counted[0][0], CultureInfo.InvariantCulture), rest);
    }

    [Fact]
    public void A_follow_up_by_something_else_is_of_all_values_again()
    {
        var first = planners.Ask("stalls on RedFiber vs the rest");
        var next = planners.Planner.Plan("by device instead", new PlanningContext(SmallLake.Now) { Earlier = [first.Plan!] });
        Assert.Null(next.Plan!.Apart);
        Assert.Equal(["device_type"], next.Plan.Dimensions);
    }

    private Dictionary<string, double> Values(string question)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, planned.Text);
        return planners.Lake.Query(planned.Sql!).ToDictionary(row => (string)row[0]!, row => Convert.ToDouble(row[1], CultureInfo.InvariantCulture));
    }
}

using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>Limits on what is measured, and on what is measured beside it.</summary>
public sealed class LimitTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("bottom 5 titles by error rate, with at least 50 sessions", "error_rate", "sessions", FilterOperator.AtLeast, 50)]
    [InlineData("top 5 cities with at least 50 sessions by error rate", "error_rate", "sessions", FilterOperator.AtLeast, 50)]
    [InlineData("city with the slowest average startup this week (min. 100 sessions)", "startup_time", "sessions", FilterOperator.AtLeast, 100)]
    [InlineData("worst 3 isps by error rate, max 200 viewers", "error_rate", "viewers", FilterOperator.AtMost, 200)]
    [InlineData("top 10 titles by completion rate, ignore titles with fewer than 30 sessions", "completion_rate", "sessions", FilterOperator.AtLeast, 30)]
    [InlineData("top 10 titles by completion rate, excluding titles with more than 900 viewers", "completion_rate", "viewers", FilterOperator.AtMost, 900)]
    public void What_is_ranked_by_one_measure_may_be_limited_by_another(string question, string ranked, string limited, FilterOperator kind, double value)
    {
        var plan = Plan(question);
        Assert.Equal([ranked, limited], plan.Measures.Select(measure => measure.Id));
        Assert.Equal(new PlanThreshold(kind, value) { Measure = limited }, Assert.Single(plan.Thresholds));
        Assert.NotNull(plan.Limit);
    }

    [Fact]
    public void What_is_asked_for_comes_before_what_only_limits()
    {
        var plan = Plan("genres by watch time, only those with more than 200 viewers");
        Assert.Equal(["watch_time", "viewers"], plan.Measures.Select(measure => measure.Id));
    }

    [Fact]
    public void A_limit_on_viewers_of_this_moment_is_one_on_active_viewers()
    {
        var plan = Plan("which countries have more than 10 viewers right now");
        Assert.Equal(["active_viewers"], plan.Measures.Select(measure => measure.Id));
        Assert.Equal(new PlanThreshold(FilterOperator.Over, 10), Assert.Single(plan.Thresholds));
    }

    [Fact]
    public void Two_measures_have_limits_of_their_own()
    {
        var plan = Plan("cities with an error rate over 4% last week, only those with at least 200 sessions");
        Assert.Equal([new PlanThreshold(FilterOperator.Over, 4), new PlanThreshold(FilterOperator.AtLeast, 200) { Measure = "sessions" }], plan.Thresholds);
    }

    [Fact]
    public void A_follow_up_limits_by_a_measure_that_it_adds()
    {
        var plan = planners.AskInTurn("error rate by country yesterday", "only those with more than 3 sessions").Plan!;
        Assert.Equal(["error_rate", "sessions"], plan.Measures.Select(measure => measure.Id));
        Assert.Equal(["country"], plan.Dimensions);
        Assert.Equal([new PlanThreshold(FilterOperator.Over, 3) { Measure = "sessions" }], plan.Thresholds);
    }

    [Fact]
    public void A_further_limit_leaves_those_of_other_measures()
    {
        var plan = planners.AskInTurn("top 5 cities by error rate with at least 20 sessions", "only those with more than 40 viewers", "only those with more than 50 viewers").Plan!;
        Assert.Equal([("sessions", 20.0), ("viewers", 50.0)], plan.Thresholds.Select(threshold => (threshold.Measure!, threshold.Value)));
    }

    [Fact]
    public void The_groups_within_both_limits_are_found()
    {
        var planned = planners.Ask("countries with an error rate over 1% and at least 150 sessions in the last 3 days");
        var expected = planners.Lake.Query(
            """
            SELECT country, 100.0 * count_if(event_type = 'error') / count(*) AS rate
            FROM events WHERE event_timestamp >= TIMESTAMP '2026-05-17 12:30:00' AND event_timestamp <= TIMESTAMP '2026-05-20 12:30:00'
            GROUP BY country HAVING count(DISTINCT session_id) >= 150 AND rate > 1 ORDER BY rate DESC, country
            """);
        var all = planners.Lake.Query("SELECT count(DISTINCT country) FROM events WHERE event_timestamp >= TIMESTAMP '2026-05-17 12:30:00'");
        Assert.InRange(expected.Count, 1, Convert.ToInt32(all[0][0]) - 1);
        Assert.Equal(expected.Select(row => row[0]), planners.Lake.Query(planned.Sql!).Select(row => row[0]));
        Assert.Contains(planned.Reading, part => part.Text == "Error rate more than 1 %");
        Assert.Contains(planned.Reading, part => part.Text == "Sessions at least 150");
    }

    [Fact]
    public void A_limit_on_a_measure_that_the_plan_has_not_is_no_plan()
    {
        var plan = Plan("top 5 countries by viewers") with { Thresholds = [new PlanThreshold(FilterOperator.Over, 1) { Measure = "sessions" }] };
        Assert.Equal(PlannedKind.Refusal, planners.Planner.Describe(plan, new PlanningContext(SmallLake.Now)).Kind);
    }

    private QueryPlan Plan(string question)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, $"{planned.Kind}: {planned.Text}");
        return planned.Plan!;
    }

    [Theory]
    [InlineData("how many titles had more than 100 viewers this week", "title", null)]
    [InlineData("number of countries with an error rate above 1 % yesterday", "country", null)]
    [InlineData("how many titles had 100 viewers or more this week", "title", null)]
    [InlineData("on how many days last week were there more than 10 viewers", null, "day")]
    public void How_many_groups_are_within_a_limit_is_one_number(string question, string? dimension, string? grain)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, planned.Text);
        Assert.Equal((Analysis.GroupCount, dimension, grain), (planned.Plan!.Analysis, planned.Plan.Dimensions.SingleOrDefault(), planned.Plan.Grain?.Unit));
        var groups = planners.Lake.Query(planners.AskInTurn(question, "which ones?").Sql!);
        Assert.Equal(groups.Count, Convert.ToInt32(planners.Lake.Query(planned.Sql!)[0][0], System.Globalization.CultureInfo.InvariantCulture));
    }
}

using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>What is asked back, and that each choice is then answered.</summary>
public sealed class AskingBackTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("how many long sessions were there on Monday")]
    [InlineData("short sessions by country this week")]
    [InlineData("correlation with bandwidth")]
    [InlineData("how is the quality in Germany?")]
    [InlineData("which hour had the most stalls this week")]
    public void Every_choice_is_a_question_that_is_answered(string question)
    {
        var asked = planners.Ask(question);

        Assert.True(asked.Kind == PlannedKind.Clarification, $"{asked.Kind}: {asked.Text}");
        Assert.InRange(asked.Options.Count, 3, 4);
        Assert.All(asked.Options, option =>
        {
            var answered = planners.Ask(option.Question);
            Assert.True(answered.Kind == PlannedKind.Plan, $"{option.Question}: {answered.Text}");
        });
    }

    [Theory]
    [InlineData("stalls by hour yesterday", "which hour was the worst?")]
    [InlineData("error rate per hour of day this week", "which hour was the best?")]
    public void Which_hour_is_not_asked_when_hours_are_shown(string shown, string next)
    {
        var first = planners.Ask(shown);
        var second = planners.Planner.Plan(next, new PlanningContext(SmallLake.Now) { Earlier = [first.Plan!] });

        Assert.True(second.Kind == PlannedKind.Plan, second.Text);
        Assert.Equal((first.Plan!.Grain, 1), (second.Plan!.Grain, second.Plan.Limit));
        Assert.Equal(first.Plan.Dimensions, second.Plan.Dimensions);
    }

    [Fact]
    public void Periods_that_do_not_adjoin_are_not_taken_together()
    {
        var asked = planners.Ask("errors on Monday and Wednesday combined");
        Assert.Equal(PlannedKind.Clarification, asked.Kind);
        Assert.All(asked.Options, option => Assert.Equal(PlannedKind.Plan, planners.Ask(option.Question).Kind));
    }

    [Fact]
    public void Active_viewers_beside_viewers_of_a_period_are_viewers_once()
    {
        var plan = planners.Ask("viewers and active viewers last week").Plan;
        Assert.Equal("viewers", Assert.Single(plan!.Measures).Id);
    }

    [Theory]
    [InlineData("COUNT(DISTINCT customer_id) for yesterday", "viewers", null)]
    [InlineData("count( distinct session_id ) by device_type this week", "sessions", null)]
    [InlineData("count(*) yesterday", "events", null)]
    [InlineData("approx_percentile(buffering_duration_ms, 0.9) by cdn yesterday", "buffering_duration", "p90")]
    [InlineData("percentile(startup_time_ms, .95) this week", "startup_time", "p95")]
    public void Calls_of_SQL_are_read_as_what_they_count(string question, string measure, string? statistic)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, planned.Text);
        Assert.Equal((measure, statistic), (planned.Plan!.Measures[0].Id, planned.Plan.Measures[0].Statistic));
    }
}

using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.FollowUps;

/// <summary>What a follow-up changes in the plan before it, and what it leaves.</summary>
public sealed class FollowUpTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("only phones")]
    [InlineData("just for mobile please")]
    [InlineData("what about phones?")]
    [InlineData("same, but on mobile")]
    public void A_value_narrows_the_plan(string followUp)
    {
        var plan = Plan("error rate by country this week", followUp);
        Assert.Equal([new PlanFilter("device_type", FilterOperator.In, ["mobile"])], plan.Filters, Same);
        Assert.Equal(["country"], plan.Dimensions);
        Assert.Equal("this week", plan.Time!.Words);
    }

    [Fact]
    public void Another_value_takes_the_place_of_the_first() =>
        Assert.Equal([new PlanFilter("cdn", FilterOperator.In, ["SouthEdge"])], Plan("errors on NorthEdge today", "and SouthEdge?").Filters, Same);

    [Fact]
    public void A_country_takes_the_place_of_a_city() =>
        Assert.Equal([new PlanFilter("country", FilterOperator.In, ["Germany"])], Plan("viewers in Osaka today", "what about Germany?").Filters, Same);

    [Fact]
    public void An_exclusion_is_added() =>
        Assert.Equal(FilterOperator.NotIn, Assert.Single(Plan("viewers by isp", "without Wavelink").Filters).Operator);

    [Theory]
    [InlineData("break that down by quality")]
    [InlineData("and by quality")]
    [InlineData("split it by picture quality as well")]
    public void A_further_dimension_is_added(string followUp) => Assert.Equal(["country", "quality"], Plan("viewers by country", followUp).Dimensions);

    [Fact]
    public void A_dimension_instead_replaces() => Assert.Equal(["quality"], Plan("viewers by country", "by quality instead").Dimensions);

    [Theory]
    [InlineData("and yesterday?", "yesterday")]
    [InlineData("same for last week", "last week")]
    [InlineData("make it the last 3 days", "last 3 days")]
    public void A_time_replaces_the_time(string followUp, string words) => Assert.EndsWith(words, Plan("viewers by country today", followUp).Time!.Words, StringComparison.Ordinal);

    [Theory]
    [InlineData("errors yesterday", "the day before that", "2026-05-18")]
    [InlineData("errors on May 12", "and the day before?", "2026-05-11")]
    [InlineData("errors last week", "the week before", "2026-05-04")]
    [InlineData("errors last week", "and the previous week", "2026-05-04")]
    [InlineData("errors on May 12", "and on the day after?", "2026-05-13")]
    [InlineData("errors on May 12", "the following day", "2026-05-13")]
    [InlineData("errors in the week of May 4", "a week later", "2026-05-11")]
    public void A_relative_time_is_told_from_the_answer(string question, string followUp, string from) =>
        Assert.Equal(DateTimeOffset.Parse($"{from}T00:00Z", System.Globalization.CultureInfo.InvariantCulture), Plan(question, followUp).Time!.From);

    [Theory]
    [InlineData("remove the device filter")]
    [InlineData("drop the device filter")]
    [InlineData("drop the TV filter")]
    [InlineData("remove the TV filter")]
    public void A_filter_is_taken_away_by_its_name(string followUp) => Assert.Equal("country", Assert.Single(Plan("errors in Japan", "only TV", followUp).Filters).Dimension);

    [Theory]
    [InlineData("show it as a percentage of the total please")]
    [InlineData("as percentages of the total")]
    [InlineData("what share is that of all errors")]
    public void A_share_of_what_is_shown_keeps_its_groups(string followUp)
    {
        var plan = Plan("errors by cdn this week", followUp);
        Assert.Equal((Analysis.Share, "cdn"), (plan.Analysis, Assert.Single(plan.Dimensions)));
        Assert.Equal(Analysis.Aggregate, Plan("errors by cdn this week", followUp, "and as absolute numbers").Analysis);
    }

    [Fact]
    public void A_comparison_is_held_against_the_same_plan()
    {
        var plan = Plan("sessions this week", "how does that compare to last week?");
        Assert.Equal("last week", Assert.Single(plan.CompareWith).Words);
        Assert.Equal("this week", plan.Time!.Words);
    }

    [Theory]
    [InlineData("how do they compare in errors?")]
    [InlineData("which ones?")]
    public void What_is_said_of_an_answer_needs_one(string question) => Assert.Equal(PlannedKind.Refusal, planners.Ask(question).Kind);

    [Fact]
    public void A_time_after_today_is_asked_back() => Assert.Equal(PlannedKind.Clarification, planners.AskInTurn("errors today", "and the day after?").Kind);

    [Theory]
    [InlineData("make that errors")]
    [InlineData("how do they compare in errors?")]
    public void A_measure_alone_keeps_the_rest(string followUp) =>
        Assert.Equal(PlanJson.Write(Plan("errors RedFiber vs Wavelink on tv")), PlanJson.Write(Plan("stalls RedFiber vs Wavelink on tv", followUp)));

    [Fact]
    public void The_busiest_hour_is_a_question_of_its_own() => Assert.Empty(Plan("viewers by genre today", "busiest hour yesterday").Dimensions);

    [Fact]
    public void A_measure_instead_keeps_the_rest()
    {
        var plan = Plan("viewers per day in Brazil this week", "hours watched instead");
        Assert.Equal("watch_time", Assert.Single(plan.Measures).Id);
        Assert.Equal(new PlanGrain("day"), plan.Grain);
        Assert.Single(plan.Filters);
    }

    [Fact]
    public void A_ranking_cuts_the_rows()
    {
        var plan = Plan("completion rate by genre", "sort from lowest to highest and show only the worst 2");
        Assert.Equal(new PlanOrder(false), plan.Order);
        Assert.Equal(2, plan.Limit);
    }

    [Fact]
    public void Undo_goes_back_one_step() => Assert.Equal(PlanJson.Write(Plan("viewers by country")), PlanJson.Write(Plan("viewers by country", "only TV", "undo")));

    [Fact]
    public void A_whole_question_starts_anew() => Assert.Empty(Plan("viewers in Japan by device", "errors by cdn").Filters);

    [Theory]
    [InlineData("only phones")]
    [InlineData("undo")]
    [InlineData("hours watched instead")]
    public void Without_an_earlier_answer_there_is_nothing_to_change(string followUp) => Assert.NotEqual(PlannedKind.Plan, planners.Ask(followUp).Kind);

    private static readonly IEqualityComparer<PlanFilter> Same = EqualityComparer<PlanFilter>.Create((a, b) => a!.Dimension == b!.Dimension && a.Operator == b.Operator && a.Values.SequenceEqual(b.Values));

    private QueryPlan Plan(params string[] questions)
    {
        var planned = planners.AskInTurn(questions);
        Assert.True(planned.Kind == PlannedKind.Plan, planned.Text);
        return planned.Plan!;
    }
}

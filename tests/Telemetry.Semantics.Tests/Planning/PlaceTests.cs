using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>A single place of a ranking: "the second busiest", "which comes third".</summary>
public sealed class PlaceTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("second most popular genre this week", "genres by viewers this week", 2)]
    [InlineData("which country comes second in watch time", "countries by watch time", 2)]
    [InlineData("the 3rd slowest ISP by startup time", "isps by startup time", 3)]
    [InlineData("which city has the fourth highest number of viewers", "cities by viewers", 4)]
    [InlineData("which device ranks third for errors", "devices by errors", 3)]
    [InlineData("who came in second for sessions among the genres", "genres by sessions", 2)]
    [InlineData("runner-up among the genres by sessions", "genres by sessions", 2)]
    [InlineData("second-lowest error rate by country", "countries by error rate, lowest first", 2)]
    public void It_is_that_row_of_the_whole_ranking(string question, string ranking, int place)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, planned.Text);
        var all = planners.Lake.Query(planners.Ask(ranking).Sql!);
        Assert.True(all.Count >= place);
        Assert.Equal(all[place - 1], Assert.Single(planners.Lake.Query(planned.Sql!)));
        Assert.Contains(planned.Reading, part => part.Kind == "limit" && part.Text.Contains("of the ranking", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("second screen viewers")]
    [InlineData("second and third most popular genre")]
    [InlineData("errors in the second week of May")]
    [InlineData("viewers, second")]
    public void Other_seconds_are_not_guessed(string question) => Assert.Null(planners.Ask(question).Sql);

    [Fact]
    public void A_date_stays_a_date() => Assert.Null(planners.Ask("viewers on May 4th, busiest hour").Plan!.Skip);

    [Fact]
    public void Which_end_is_asked_when_two_words_name_different_ones() =>
        Assert.Equal(PlannedKind.Clarification, planners.Ask("countries with the highest error rate, best three").Kind);

    [Fact]
    public void A_follow_up_that_ranks_anew_begins_at_the_top() =>
        Assert.Equal((null, 3), (planners.AskInTurn("second busiest city today", "top 3 instead").Plan!.Skip, planners.AskInTurn("second busiest city today", "top 3 instead").Plan!.Limit));

    [Fact]
    public void Without_a_ranking_there_is_no_place()
    {
        var plan = planners.Ask("viewers by genre").Plan! with { Skip = 1 };
        Assert.Equal(PlannedKind.Refusal, planners.Planner.Describe(plan, new PlanningContext(SmallLake.Now)).Kind);
    }
}

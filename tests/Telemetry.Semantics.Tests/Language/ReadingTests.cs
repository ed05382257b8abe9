using Telemetry.Semantics.Language;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Language;

/// <summary>Words and their spelling.</summary>
public sealed class ReadingTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("isn't on 4K", "is not on 4 k")]
    [InlineData("today's", "today")]
    [InlineData("24h", "24 h")]
    [InlineData("NET_TIMEOUT", "net_timeout")]
    [InlineData("sci-fi", "sci fi")]
    [InlineData("9-11 am", "9 - 11 am")]
    [InlineData("São Paulo, Kraków", "sao paulo , krakow")]
    [InlineData("U.S.", "us")]
    [InlineData("1,000 viewers", "1,000 viewers")]
    [InlineData("the last thirty-six hours", "the last 36 hours")]
    [InlineData("ninety-fifth percentile on the twelfth", "95 th percentile on the 12 th")]
    [InlineData("the second title, twenty of them", "the second title , twenty of them")]
    public void Words_are_plain(string text, string expected) => Assert.Equal(expected, string.Join(' ', WordReader.Read(text).Select(word => word.Plain)));

    [Theory]
    [InlineData("avg bandwith today", "bandwith", "bandwidth")]
    [InlineData("sesions in Japan", "sesions", "sessions")]
    [InlineData("viewers per devise", "devise", "device")]
    [InlineData("complition rate by genre", "complition", "completion")]
    public void A_slip_of_the_pen_is_mended_and_shown(string question, string from, string to)
    {
        var planned = planners.Ask(question);
        Assert.Equal(PlannedKind.Plan, planned.Kind);
        Assert.Equal([new SpellingRepair(from, to)], planned.Repairs);
    }

    [Theory]
    [InlineData("plans today")]
    [InlineData("average page by country")]
    [InlineData("visitor mood today")]
    [InlineData("viewers by demise")]
    public void Another_word_is_not_mended(string question) => Assert.Equal(PlannedKind.Refusal, planners.Ask(question).Kind);

    [Fact]
    public void An_answer_tells_its_reading_definition_chart_and_next_questions()
    {
        var planned = planners.Ask("p95 join time by provider in Japan");
        Assert.Equal("p95 start-up time by ISP, Country is Japan, last 7 days.", planned.Text);
        Assert.Equal(["No time was named: last 7 days."], planned.Assumptions);
        Assert.Equal(ChartKind.Bar, planned.Chart!.Kind);
        Assert.Equal("ms", planned.Columns[^1].Unit);
        Assert.Single(planned.Definitions);
        Assert.NotEmpty(planned.FollowUps);
        Assert.All(planned.FollowUps, next => Assert.Equal(PlannedKind.Plan, planners.Ask(next, planned.Plan!).Kind));
    }

    [Fact]
    public void Questions_to_begin_with_run() => Assert.All(planners.Planner.Suggest(new PlanningContext(SmallLake.Now)), question => Assert.Equal(PlannedKind.Plan, planners.Ask(question).Kind));

    [Theory]
    [InlineData("what is rebuffering ratio?")]
    [InlineData("how is error rate defined")]
    [InlineData("what can I ask?")]
    public void Questions_about_the_product_are_explained(string question) => Assert.Equal(PlannedKind.Explanation, planners.Ask(question).Kind);
}

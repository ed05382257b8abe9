using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Language;

/// <summary>Which chart an answer is drawn as when the question names one.</summary>
public sealed class DrawingTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("sessions by device yesterday", ChartKind.Bar)]
    [InlineData("sessions by device yesterday as a table", ChartKind.Table)]
    [InlineData("a pie chart of sessions by device yesterday", ChartKind.Donut)]
    [InlineData("sessions by device yesterday, bar chart please", ChartKind.Bar)]
    [InlineData("sessions by device and quality yesterday as bars", ChartKind.GroupedBar)]
    [InlineData("bar chart of errors per hour yesterday", ChartKind.Bar)]
    [InlineData("line graph of errors per hour yesterday", ChartKind.Line)]
    [InlineData("a table of errors per hour yesterday", ChartKind.Table)]
    [InlineData("share of watch time by quality yesterday as bars", ChartKind.Bar)]
    [InlineData("share of watch time by quality yesterday", ChartKind.Donut)]
    [InlineData("average and median bandwidth yesterday", ChartKind.Number)]
    [InlineData("average and median bandwidth yesterday in a table", ChartKind.Table)]
    public void An_answer_is_drawn_as_asked_for(string question, ChartKind kind)
    {
        var planned = planners.Ask(question);
        Assert.Equal((PlannedKind.Plan, kind), (planned.Kind, planned.Chart?.Kind));
        Assert.Empty(planned.Assumptions);
    }

    [Theory]
    [InlineData("donut of the error rate by device yesterday", ChartKind.Bar, "Not drawn as a donut: one value a category is compared best by bars.")]
    [InlineData("pie chart of the top 5 countries by sessions yesterday", ChartKind.Bar, "Not drawn as a donut: one value a category is compared best by bars.")]
    [InlineData("viewers by device yesterday as a pie", ChartKind.Bar, "Not drawn as a donut: one value a category is compared best by bars.")]
    [InlineData("sessions by device yesterday as lines", ChartKind.Bar, "Not drawn as lines: one value a category is compared best by bars.")]
    [InlineData("sessions yesterday as bars", ChartKind.Number, "Not drawn as bars: a single number.")]
    public void A_chart_that_would_mislead_is_another_one_and_says_so(string question, ChartKind kind, string why)
    {
        var planned = planners.Ask(question);
        Assert.Equal(kind, planned.Chart!.Kind);
        Assert.Equal([why], planned.Assumptions);
    }

    [Fact]
    public void A_follow_up_draws_the_last_answer_otherwise_and_the_next_one_keeps_that()
    {
        var bars = planners.Ask("sessions by device yesterday");
        var table = planners.Ask("as a table", bars.Plan!);
        var donut = planners.Ask("show that as a donut", table.Plan!);
        var narrowed = planners.Ask("only Japan", table.Plan!);

        Assert.Equal((ChartKind.Table, ChartKind.Donut, ChartKind.Table), (table.Chart!.Kind, donut.Chart!.Kind, narrowed.Chart!.Kind));
        Assert.Equal(bars.Sql, table.Sql);
        Assert.NotEqual(bars.PlanHash, table.PlanHash);
    }

    [Fact]
    public void A_way_to_draw_alone_asks_what_to_draw() => Assert.Equal(PlannedKind.Clarification, planners.Ask("as a table").Kind);
}

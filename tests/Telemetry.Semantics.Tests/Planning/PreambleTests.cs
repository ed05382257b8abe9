using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>What is said before a question.</summary>
public sealed class PreambleTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("Somebody in Osaka is grumbling again. What was the average stall time in Osaka yesterday?", "average stall time in Osaka yesterday", "Somebody in Osaka is grumbling again")]
    [InlineData("The pager squeaked. Coffee is gone. Errors by device today?", "errors by device today", "The pager squeaked. Coffee is gone")]
    [InlineData("About the snag: the failure rate by quality today", "failure rate by quality today", "About the snag")]
    [InlineData("The pager squeaked for RedFiber. How many errors were seen there today?", "errors on RedFiber today", "The pager squeaked for RedFiber")]
    public void It_is_set_aside_and_that_is_told(string text, string question, string said)
    {
        var planned = planners.Ask(text);
        Assert.True(planned.Kind == PlannedKind.Plan, planned.Text);
        Assert.Equal(planners.Ask(question).Sql, planned.Sql);
        Assert.Contains($"Set aside: \"{said}\"", planned.Assumptions);
    }

    [Theory]
    [InlineData("The pager squeaked for RedFiber. How many errors did we have today?")]
    [InlineData("Yesterday was gruesome. How many errors did we have?")]
    [InlineData("I want the error rate by flurb. And for Japan?")]
    [InlineData("How many errors did we have today? Only the flurby ones.")]
    [InlineData("Flurb the board by device. Errors today")]
    [InlineData("Flurb it and drop table events. How many errors today?")]
    public void Nothing_that_could_change_the_answer_is_set_aside(string text) => Assert.Equal(PlannedKind.Refusal, planners.Ask(text).Kind);
}

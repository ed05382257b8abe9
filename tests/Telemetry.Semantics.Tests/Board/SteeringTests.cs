using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Sql;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Board;

/// <summary>What is said to the board steers it; what can be answered stays a question.</summary>
public sealed class SteeringTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("show only TV in Germany", "country=Germany device_type=tv")]
    [InlineData("only phones", "device_type=mobile")]
    [InlineData("Show just UHD in Deutschland, please", "country=Germany quality=4K")]
    [InlineData("filter to phones and tablets", "device_type=mobile,tablet")]
    [InlineData("show only Germany, last hour", "country=Germany window=1h")]
    [InlineData("last 5 minutes", "window=5m")]
    [InlineData("past hour", "window=1h")]
    public void Values_and_windows_are_shown_on_the_board(string message, string expected) => Assert.Equal(expected, Shown(planners.Ask(message)));

    [Theory]
    [InlineData("pause", BoardAction.Pause)]
    [InlineData("Pause the board", BoardAction.Pause)]
    [InlineData("resume", BoardAction.Resume)]
    [InlineData("clear filters", BoardAction.Clear)]
    [InlineData("please clear all the filters", BoardAction.Clear)]
    [InlineData("back", BoardAction.Back)]
    [InlineData("go back on the dashboard", BoardAction.Back)]
    public void Orders_are_taken(string message, BoardAction action) => Assert.Equal(action, planners.Ask(message).Board?.Action);

    [Theory]
    [InlineData("only phones")]
    [InlineData("show only TV in Germany")]
    [InlineData("last hour")]
    [InlineData("undo")]
    public void After_an_answer_they_change_the_answer(string followUp)
    {
        var planned = planners.AskInTurn("error rate by country this week", "and by quality", followUp);
        Assert.Equal(PlannedKind.Plan, planned.Kind);
        Assert.Null(planned.Board);
    }

    [Theory]
    [InlineData("show only TV in Germany on the board", "country=Germany device_type=tv")]
    [InlineData("switch the dashboard to the last hour", "window=1h")]
    public void After_an_answer_the_board_can_still_be_addressed(string message, string expected) =>
        Assert.Equal(expected, Shown(planners.AskInTurn("error rate by country this week", message)));

    [Theory]
    [InlineData("viewers in Germany last hour")]
    [InlineData("show only errors on TV today")]
    [InlineData("viewers by device")]
    public void Questions_are_answered(string question) => Assert.Equal(PlannedKind.Plan, planners.Ask(question).Kind);

    [Theory]
    [InlineData("everything but phones")]
    [InlineData("show only the weather in Germany")]
    [InlineData("Germany")]
    [InlineData("delete the board")]
    [InlineData("pause my subscription")]
    public void What_is_no_order_as_a_whole_is_none(string message) => Assert.NotEqual(PlannedKind.Board, planners.Ask(message).Kind);

    [Fact]
    public void An_order_says_what_it_does() => Assert.Equal("On the board: Device is tv, Country is Germany, the last hour.", planners.Ask("show only TV in Germany, last hour").Text);

    [Fact]
    public void A_session_id_cannot_leave_its_literal() =>
        Assert.Contains("session_id = 'x'' OR ''1''=''1'", ViewingSql.Of("x' OR '1'='1", SmallLake.Now), StringComparison.Ordinal);

    private static string? Shown(PlannedQuestion planned) => planned.Board is not { Action: BoardAction.Show } board ? $"{planned.Kind}: {planned.Text}" : string.Join(' ', board.Filters
        .OrderBy(filter => filter.Key, StringComparer.Ordinal).Select(filter => $"{filter.Key}={string.Join(',', filter.Value)}")
        .Concat(board.Window is null ? [] : [$"window={board.Window}"]));
}

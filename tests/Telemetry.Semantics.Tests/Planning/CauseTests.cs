using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>Shares of what failed for one cause.</summary>
public sealed class CauseTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("what percentage of sessions hit a NET_TIMEOUT error this week", "sessions", FilterOperator.In)]
    [InlineData("what share of sessions failed with NET_TIMEOUT this week", "sessions", FilterOperator.In)]
    [InlineData("failed session rate for NET_TIMEOUT", "sessions", FilterOperator.In)]
    [InlineData("failed session rate excluding NET_TIMEOUT", "sessions", FilterOperator.NotIn)]
    [InlineData("error rate of NET_TIMEOUT by device", "events", FilterOperator.In)]
    [InlineData("what fraction of viewers got a NET_TIMEOUT today", "viewers", FilterOperator.In)]
    [InlineData("what share of failed sessions had a NET_TIMEOUT error", "failed_sessions", FilterOperator.In)]
    [InlineData("share of errors that were NET_TIMEOUT by device", "errors", FilterOperator.In)]
    public void The_cause_is_the_part_of_them(string question, string whole, FilterOperator kind)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, planned.Text);
        var plan = planned.Plan!;
        Assert.Equal((Analysis.Share, whole), (plan.Analysis, Assert.Single(plan.Measures).Id));
        var part = Assert.Single(plan.Part);
        Assert.Equal(("error_code", kind, "NET_TIMEOUT"), (part.Dimension, part.Operator, Assert.Single(part.Values)));
        Assert.Empty(plan.Filters);
    }

    [Fact]
    public void Sessions_without_an_error_belong_to_the_whole()
    {
        var share = planners.Lake.Query(planners.Ask("failed session rate for NET_TIMEOUT on 18 May").Sql!);
        var expected = planners.Lake.Query(
            "SELECT 100e0 * count(DISTINCT CASE WHEN error_code = 'NET_TIMEOUT' THEN session_id END) / count(DISTINCT session_id) FROM events WHERE event_date = '2026-05-18'");
        Assert.InRange((double)expected[0][0]!, 0.1, 99.9);
        Assert.Equal(expected[0][0], share[0][^1]);
    }

    [Theory]
    [InlineData("4K share of sessions on tv", "quality", "device_type")]
    [InlineData("tv share of 4K sessions", "device_type", "quality")]
    public void What_stands_before_the_word_share_is_the_part(string question, string part, string whole)
    {
        var plan = planners.Ask(question).Plan!;
        Assert.Equal((part, whole), (Assert.Single(plan.Part).Dimension, Assert.Single(plan.Filters).Dimension));
    }

    [Theory]
    [InlineData("how many pause events did tv users generate yesterday", "events")]
    [InlineData("how many pauses did tv viewers make yesterday", "events")]
    [InlineData("how many tv viewers paused yesterday", "viewers")]
    public void What_is_counted_stands_behind_how_many(string question, string measure)
    {
        var plan = planners.Ask(question).Plan!;
        Assert.Equal(measure, Assert.Single(plan.Measures).Id);
        Assert.Equal(["device_type", "event_type"], plan.Filters.Select(filter => filter.Dimension).Order());
    }

    [Theory]
    [InlineData("how many sessions had a NET_TIMEOUT error yesterday", "sessions")]
    [InlineData("how many sessions were hit by a NET_TIMEOUT error yesterday", "sessions")]
    [InlineData("how many viewers saw NET_TIMEOUT errors yesterday", "viewers")]
    [InlineData("how many NET_TIMEOUT errors did viewers see yesterday", "errors")]
    public void Who_had_an_error_of_one_code_is_counted(string question, string measure)
    {
        var plan = planners.Ask(question).Plan!;
        Assert.Equal(measure, Assert.Single(plan.Measures).Id);
        Assert.Equal("error_code", Assert.Single(plan.Filters).Dimension);
    }

    [Fact]
    public void Pauses_per_session_are_of_all_sessions()
    {
        var rows = planners.Lake.Query(planners.Ask("pauses per session on 18 May").Sql!);
        var expected = planners.Lake.Query("SELECT count_if(event_type = 'pause') * 1.0 / count(DISTINCT session_id) FROM events WHERE event_date = '2026-05-18'");
        Assert.InRange(Convert.ToDouble(expected[0][0], System.Globalization.CultureInfo.InvariantCulture), 0.01, 0.99);
        Assert.Equal(Convert.ToDouble(expected[0][0], System.Globalization.CultureInfo.InvariantCulture), (double)rows[0][0]!, 9);
    }

    [Fact]
    public void A_date_that_can_be_two_days_is_asked_back_and_answered_by_either()
    {
        var asked = planners.Ask("errors on 03/04/2026");
        Assert.Equal(PlannedKind.Clarification, asked.Kind);
        Assert.Equal(["3 April 2026", "4 March 2026"], asked.Options.Select(option => option.Label));
        var answered = planners.Ask(asked.Options[0].Question);
        Assert.Equal("2026-04-03", answered.Plan!.Time!.From!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }
}

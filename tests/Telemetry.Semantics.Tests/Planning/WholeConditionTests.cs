using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>Conditions on single sessions and single viewers, said in words.</summary>
public sealed class WholeConditionTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("how many sessions longer than 30 minutes yesterday", "session_watch_duration", FilterOperator.Over, "1800")]
    [InlineData("number of sessions that lasted under 5 minutes", "session_watch_duration", FilterOperator.Under, "300")]
    [InlineData("sessions shorter than 60 seconds by country this week", "session_watch_duration", FilterOperator.Under, "60")]
    [InlineData("how many sessions had between 2 and 5 stalls", "session_stalls", FilterOperator.Between, "2,5")]
    [InlineData("how many sessions had 3 or more errors", "session_errors", FilterOperator.AtLeast, "3")]
    [InlineData("errors in sessions longer than an hour", "session_watch_duration", FilterOperator.Over, "3600")]
    [InlineData("how many sessions stalled more than once yesterday", "session_stalls", FilterOperator.Over, "1")]
    [InlineData("number of sessions that buffered at least three times", "session_stalls", FilterOperator.AtLeast, "3")]
    [InlineData("how many sessions stalled for more than 10 seconds", "session_stalled_time", FilterOperator.Over, "10000")]
    [InlineData("how many sessions had no stalls", "session_stalls", FilterOperator.AtMost, "0")]
    [InlineData("how many sessions never stalled", "session_stalls", FilterOperator.AtMost, "0")]
    [InlineData("how many viewers watched more than 3 titles", "viewer_titles", FilterOperator.Over, "3")]
    [InlineData("viewers with more than 5 errors", "viewer_errors", FilterOperator.Over, "5")]
    [InlineData("how many users had two or more sessions", "viewer_sessions", FilterOperator.AtLeast, "2")]
    [InlineData("customers who watched for more than 90 minutes", "viewer_watch_time", FilterOperator.Over, "1.5")]
    [InlineData("how many people used more than one device", "viewer_devices", FilterOperator.Over, "1")]
    [InlineData("watch time of viewers with fewer than 4 stalls", "viewer_stalls", FilterOperator.Under, "4")]
    [InlineData("viewers who saw stalls", "viewer_stalls", FilterOperator.AtLeast, "1")]
    [InlineData("sessions with a stall by device", "session_stalls", FilterOperator.AtLeast, "1")]
    [InlineData("average startup time of sessions with stalls", "session_stalls", FilterOperator.AtLeast, "1")]
    [InlineData("how many sessions lasted between 10 and 20 minutes", "session_watch_duration", FilterOperator.Between, "600,1200")]
    [InlineData("how many stalls did sessions with errors have", "session_errors", FilterOperator.AtLeast, "1")]
    [InlineData("watch time of failed sessions", "session_errors", FilterOperator.AtLeast, "1")]
    [InlineData("startup time of completed sessions by device", "session_retention", FilterOperator.AtLeast, "90")]
    public void A_condition_on_sessions_or_viewers_filters_them(string question, string dimension, FilterOperator kind, string values)
    {
        var plan = Plan(question);
        var filter = Assert.Single(plan.Filters);
        Assert.Equal((dimension, kind, values), (filter.Dimension, filter.Operator, string.Join(',', filter.Values)));
        Assert.Empty(plan.Thresholds);
    }

    [Theory]
    [InlineData("what share of sessions had more than 2 stalls this week", "session_stalls", "2")]
    [InlineData("percentage of sessions with at least 3 errors in Germany", "session_errors", "3")]
    [InlineData("share of sessions that took longer than 5 seconds to start", "session_startup_time", "5000")]
    [InlineData("out of all sessions in Germany, how many percent were longer than 30 minutes", "session_watch_duration", "1800")]
    [InlineData("of all viewers, how many percent watched more than 3 titles", "viewer_titles", "3")]
    [InlineData("sessions with stalls as a percentage of all sessions", "session_stalls", "1")]
    public void A_share_of_sessions_has_the_condition_as_its_part(string question, string dimension, string value)
    {
        var plan = Plan(question);
        Assert.Equal(Analysis.Share, plan.Analysis);
        var part = Assert.Single(plan.Part);
        Assert.Equal((dimension, value), (part.Dimension, Assert.Single(part.Values)));
        Assert.All(plan.Filters, filter => Assert.Equal("country", filter.Dimension));
    }

    [Fact]
    public void The_sessions_that_keep_the_condition_are_counted()
    {
        var counted = planners.Lake.Query(planners.Ask("how many sessions had more than 2 stalls in the last 3 days").Sql!);
        var expected = planners.Lake.Query(
            """
            SELECT count(*) FROM (
              SELECT session_id FROM events WHERE event_timestamp >= TIMESTAMP '2026-05-17 12:30:00' AND event_timestamp <= TIMESTAMP '2026-05-20 12:30:00'
              GROUP BY session_id HAVING sum(buffering_events) > 2)
            """);
        Assert.NotEqual(0L, expected[0][0]);
        Assert.Equal(expected[0][0], counted[0][0]);
    }

    [Fact]
    public void The_viewers_that_keep_the_condition_are_counted_by_all_that_they_did()
    {
        var counted = planners.Lake.Query(planners.Ask("how many viewers watched more than 0.2 hours in HD in the last 3 days").Sql!);
        var expected = planners.Lake.Query(
            """
            SELECT count(*) FROM (
              SELECT customer_id FROM (
                SELECT customer_id, session_id, max(watch_duration_seconds) AS watched FROM events
                WHERE quality = 'HD' AND event_timestamp >= TIMESTAMP '2026-05-17 12:30:00' AND event_timestamp <= TIMESTAMP '2026-05-20 12:30:00'
                GROUP BY ALL)
              GROUP BY customer_id HAVING sum(watched) / 3600 > 0.2)
            """);
        Assert.NotEqual(0L, expected[0][0]);
        Assert.Equal(expected[0][0], counted[0][0]);
    }

    [Fact]
    public void A_share_of_viewers_has_the_condition_as_its_part()
    {
        var share = planners.Lake.Query(planners.Ask("share of viewers in Japan who had two or more sessions this week").Sql!);
        var expected = planners.Lake.Query(
            """
            SELECT CAST(count_if(sessions >= 2) AS bigint), 100e0 * count_if(sessions >= 2) / count(*) FROM (
              SELECT customer_id, count(DISTINCT session_id) AS sessions FROM events WHERE event_date >= '2026-05-18' AND event_timestamp <= TIMESTAMP '2026-05-20 12:30:00' AND country = 'Japan' GROUP BY customer_id)
            """);
        Assert.NotEqual(0L, expected[0][0]);
        Assert.Equal(expected[0], share[0]);
    }

    [Fact]
    public void What_a_verb_says_of_named_sessions_is_the_part()
    {
        var plan = Plan("what share of the failed sessions was on tv");
        Assert.Equal((Analysis.Share, "failed_sessions"), (plan.Analysis, Assert.Single(plan.Measures).Id));
        Assert.Equal("device_type", Assert.Single(plan.Part).Dimension);
        Assert.Equal("failed_session_rate", Assert.Single(Plan("share of failed sessions on tv").Measures).Id);
    }

    [Fact]
    public void A_condition_on_the_whole_is_no_part()
    {
        var plan = Plan("share of 4K among sessions longer than 30 minutes");
        Assert.Equal("quality", Assert.Single(plan.Part).Dimension);
        Assert.Equal("session_watch_duration", Assert.Single(plan.Filters).Dimension);
    }

    [Theory]
    [InlineData("how many sessions had stalls and errors", "session_stalls,session_errors")]
    [InlineData("number of sessions with errors and at least 3 stalls", "session_errors,session_stalls")]
    [InlineData("how many viewers saw errors and stalls", "viewer_errors,viewer_stalls")]
    [InlineData("completed sessions with stalls by genre", "session_retention,session_stalls")]
    public void Two_conditions_both_have_to_hold(string question, string dimensions) =>
        Assert.Equal(dimensions, string.Join(',', Plan(question).Filters.Select(filter => filter.Dimension)));

    [Theory]
    [InlineData("longest errors by cdn")]
    [InlineData("where do people drop off the earliest")]
    [InlineData("sessions where viewers had stalls")]
    [InlineData("watch time of sessions with DRM_LICENSE errors")]
    [InlineData("out of all sessions, what percentage of watch time was on TV")]
    [InlineData("sessions with stalls vs sessions without stalls by device")]
    [InlineData("how many viewers watched in more than 2 qualities")]
    [InlineData("sessions that stalled more than once")]
    public void A_condition_that_is_not_offered_or_has_two_readings_is_not_run(string question) => Assert.Null(planners.Ask(question).Sql);

    [Theory]
    [InlineData("titles nobody finished", "completed_sessions")]
    [InlineData("which cities had no errors yesterday", "errors")]
    [InlineData("isps with zero stalls this week", "buffering_events")]
    public void Groups_that_have_none_are_a_limit_of_zero(string question, string measure)
    {
        var plan = Plan(question);
        Assert.Equal(measure, Assert.Single(plan.Measures).Id);
        Assert.Equal(new PlanThreshold(FilterOperator.AtMost, 0), Assert.Single(plan.Thresholds));
        Assert.Single(plan.Dimensions);
    }

    [Fact]
    public void Other_conditions_hold_for_the_rows_that_the_condition_is_about()
    {
        var share = planners.Lake.Query(planners.Ask("what share of sessions in 4K on tv had at least 2 stalls yesterday").Sql!);
        var expected = planners.Lake.Query(
            """
            SELECT CAST(count_if(stalls >= 2) AS bigint), 100e0 * count_if(stalls >= 2) / count(*) FROM (
              SELECT session_id, sum(buffering_events) AS stalls FROM events
              WHERE event_date = '2026-05-19' AND quality = '4K' AND device_type = 'tv' GROUP BY session_id)
            """);
        Assert.NotEqual(0L, expected[0][0]);
        Assert.Equal(expected[0], share[0]);
    }

    [Fact]
    public void Sessions_to_be_listed_are_still_listed() => Assert.Equal(["session"], Plan("sessions with more than 30 stalls").Dimensions);

    [Theory]
    [InlineData("session_stalls")]
    [InlineData("viewer_titles")]
    public void A_number_of_a_session_or_viewer_is_nothing_to_group_by(string dimension)
    {
        var plan = Plan("sessions by country") with { Dimensions = [dimension] };
        Assert.Equal(PlannedKind.Refusal, planners.Planner.Describe(plan, new PlanningContext(SmallLake.Now)).Kind);
    }

    private QueryPlan Plan(string question)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, $"{question}: {planned.Text}");
        return planned.Plan!;
    }
}

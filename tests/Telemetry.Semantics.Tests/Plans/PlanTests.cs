using System.Text.Json;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Sql;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Plans;

/// <summary>Plans as text, their hash, and what is refused of plans that come from elsewhere.</summary>
public sealed class PlanTests(Planners planners) : IClassFixture<Planners>
{
    private static readonly QueryPlan Sound = new() { Measures = [new PlanMeasure("viewers")], Time = new PlanPeriod(SmallLake.Now.AddDays(-1), null, "last day") };

    public static TheoryData<QueryPlan, string> Unsound => new()
    {
        { Sound with { Version = 2 }, "version" },
        { Sound with { Measures = [new PlanMeasure("revenue")] }, "revenue" },
        { Sound with { Measures = [] }, "measures nothing" },
        { Sound with { Dimensions = ["shoe_size"] }, "shoe_size" },
        { Sound with { Filters = [new PlanFilter("country; drop", FilterOperator.In, ["x"])] }, "no dimension" },
        { Sound with { Filters = [new PlanFilter("country", FilterOperator.In, [])] }, "values" },
        { Sound with { Filters = [new PlanFilter("local_hour", FilterOperator.In, ["1) or (1=1"])] }, "numbers" },
        { Sound with { Time = null }, "period" },
        { Sound with { Time = new PlanPeriod(SmallLake.Now.AddDays(1), null, "tomorrow") }, "future" },
        { Sound with { Grain = new PlanGrain("day'); --") }, "buckets" },
        { Sound with { Grain = new PlanGrain("minute", 7) }, "buckets" },
        { Sound with { Zone = "Mars/Olympus" }, "time zone" },
        { Sound with { Limit = 0 }, "limit" },
        { Sound with { Dimensions = ["genre"], Order = new PlanOrder(true), Limit = 1, Skip = 0 }, "pass over" },
        { Sound with { Thresholds = [new PlanThreshold(FilterOperator.Over, double.NaN)] }, "threshold" },
        { Sound with { Measures = [new PlanMeasure("bandwidth") { Statistic = "p0" }] }, "statistic" },
        { Sound with { Analysis = Analysis.Correlation }, "correlat" },
        { Sound with { Analysis = Analysis.Share }, "share" },
        { Sound with { Measures = [new PlanMeasure("viewers") { Per = "bandwidth" }] }, "divided" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void A_plan_that_does_not_hold_is_refused_with_the_reason(QueryPlan plan, string reason)
    {
        var planned = planners.Planner.Describe(plan, new PlanningContext(SmallLake.Now));
        Assert.Equal(PlannedKind.Refusal, planned.Kind);
        Assert.Contains(reason, planned.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_value_with_quotes_stays_a_value()
    {
        var plan = Sound with { Filters = [new PlanFilter("city", FilterOperator.In, ["L'Île'); DROP TABLE events; --"])] };
        Assert.Equal("0", SmallLake.Text(planners.Lake.Query(planners.Planner.Describe(plan, new PlanningContext(SmallLake.Now)).Sql!)[0][0]));
        Assert.Equal("'L''Île''); DROP'", SqlLiteral.Text("L'Île'); DROP\0"));
    }

    [Fact]
    public void A_window_that_rolls_keeps_its_hash_for_five_minutes_and_another_window_has_another()
    {
        var first = planners.Planner.Plan("viewers in the last 6 hours", new PlanningContext(SmallLake.Now)).PlanHash;
        Assert.Equal(first, planners.Planner.Plan("viewers in the last 6 hours", new PlanningContext(SmallLake.Now.AddMinutes(4))).PlanHash);
        Assert.NotEqual(first, planners.Planner.Plan("viewers in the last 6 hours", new PlanningContext(SmallLake.Now.AddMinutes(5))).PlanHash);
        Assert.NotEqual(first, planners.Planner.Plan("viewers in the last 7 hours", new PlanningContext(SmallLake.Now)).PlanHash);
    }

    [Fact]
    public void Text_with_members_that_a_plan_has_not_is_no_plan() => Assert.Throws<JsonException>(() => PlanJson.Read("""{"version":1,"sql":"select 1"}"""));

    [Fact]
    public void Every_event_query_is_limited_to_partitions_and_rows()
    {
        foreach (var question in new[] { "viewers today", "top 5 titles", "share of plays by device", "anomalies in errors", "errors this week vs last week", "correlation of bandwidth and stalls", "who is watching right now", "average daily viewers" })
        {
            var sql = planners.Ask(question).Sql!;
            Assert.All(sql.Split("FROM events").Skip(1), rows => Assert.Contains("e.event_date ", rows, StringComparison.Ordinal));
            Assert.Contains("LIMIT", sql, StringComparison.Ordinal);
        }
    }
}

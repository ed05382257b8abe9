using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Mcp.Guard;
using Telemetry.Semantics;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Mcp.Tests.Guard;

/// <summary>What the planner writes passes the guard, whatever is combined.</summary>
public sealed class PlannedStatementTests
{
    private static readonly PlanningContext Context = new(DateTimeOffset.Parse("2026-03-18T20:30:00Z", CultureInfo.InvariantCulture));

    [Fact]
    public void No_combination_of_measure_dimension_and_analysis_is_refused()
    {
        using var services = new ServiceCollection().AddSemantics().BuildServiceProvider();
        using var guard = Guards.With("default");
        var catalogue = services.GetRequiredService<SemanticCatalogue>();
        var planner = services.GetRequiredService<IQuestionPlanner>();
        var week = new PlanPeriod(Context.Now.AddDays(-7), null, "last 7 days");
        var before = new PlanPeriod(Context.Now.AddDays(-14), Context.Now.AddDays(-7), "the 7 days before");
        List<string> refused = [];
        var passed = 0;
        foreach (var measure in catalogue.Measures.Where(measure => !measure.Hidden))
        {
            var plain = new QueryPlan { Measures = [new PlanMeasure(measure.Id)], Time = week };
            List<QueryPlan> plans = [plain, plain with { Grain = new PlanGrain("day"), Zone = "Europe/Berlin" }, plain with { CompareWith = [before] }, plain with { Analysis = Analysis.Anomaly, Grain = new PlanGrain("hour") }, plain with { Analysis = Analysis.BucketStatistic, Grain = new PlanGrain("day") }];
            foreach (var dimension in catalogue.Dimensions)
            {
                var grouped = plain with { Dimensions = [dimension.Id] };
                plans.AddRange(grouped, grouped with { Analysis = Analysis.Share }, grouped with { CompareWith = [before] }, grouped with { Grain = new PlanGrain("hour"), Order = new PlanOrder(Descending: true), Limit = 5 });
                plans.AddRange(grouped with { Analysis = Analysis.Anomaly, Grain = new PlanGrain("hour") }, grouped with { Analysis = Analysis.BucketStatistic, Grain = new PlanGrain("hour") }, grouped with { Analysis = Analysis.GroupCount, Thresholds = [new PlanThreshold(FilterOperator.Over, 10)] });
                foreach (var part in new[] { new PlanFilter("quality", FilterOperator.In, ["4K"]), new PlanFilter("error_code", FilterOperator.In, ["NET_TIMEOUT"]) })
                {
                    var shared = grouped with { Analysis = Analysis.Share, Part = [part] };
                    plans.AddRange(shared, shared with { Grain = new PlanGrain("day") }, shared with { Dimensions = [dimension.Id, dimension.Id == "cdn" ? "device_type" : "cdn"] });
                }
            }

            foreach (var part in catalogue.Dimensions.Where(dimension => dimension.Part is not null))
                plans.Add(plain with { Filters = [new PlanFilter(part.Id, FilterOperator.AtLeast, ["2"]), new PlanFilter("quality", FilterOperator.In, ["4K"])] });

            foreach (var plan in plans)
            {
                // Some combinations make no sense, and the planner says so.
                if (planner.Describe(plan, Context) is not { Kind: PlannedKind.Plan, Sql: { } sql }) continue;
                try
                {
                    guard.Judge(sql);
                    passed++;
                }
                catch (StatementRefusedException refusal)
                {
                    refused.Add($"{refusal.Message}\n{sql}");
                }
            }
        }

        Assert.True(refused.Count == 0, $"{refused.Count} refused, {passed} passed. {refused.FirstOrDefault()}\n\n{refused.LastOrDefault()}");
        Assert.True(passed > 500, $"Only {passed} plans were made.");
    }
}

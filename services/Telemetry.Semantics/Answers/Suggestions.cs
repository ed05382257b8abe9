using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Sql;

namespace Telemetry.Semantics.Answers;

/// <summary>Questions that go on from a plan: its free slots filled.</summary>
internal sealed class Suggestions(SemanticCatalogue catalogue)
{
    private const int Most = 4, MostGroupings = 2;

    private static readonly string[] Groupings = [DimensionIds.DeviceType, DimensionIds.Country, DimensionIds.Quality, DimensionIds.Cdn];

    public IReadOnlyList<string> After(QueryPlan plan) =>
        [.. (plan.Analysis == Analysis.Titles ? catalogue.Questions : Next(plan)).Take(Most)];

    private IEnumerable<string> Next(QueryPlan plan)
    {
        if (plan.Analysis == Analysis.GroupCount) yield return "Which ones?";
        if (plan.Dimensions.Count < 2 && plan.Analysis is not (Analysis.Anomaly or Analysis.GroupCount))
        {
            var free = Groupings.Where(id => !plan.Dimensions.Contains(id) && !IsFiltered(plan, id));
            foreach (var id in free.Take(MostGroupings)) yield return $"Break that down by {Naming.Lower(catalogue.Dimension(id).Name)}";
        }
        if (IsPlain(plan) && plan.Thresholds.Count == 0 && plan.Time?.Words != "last week")
            yield return plan.Time?.Words == "this week" ? "Compare with last week" : "Compare with the previous period";
        if (IsPlain(plan) && plan.Grain is null) yield return "Per day";
        if (!IsFiltered(plan, DimensionIds.DeviceType)) yield return "Only TV";
        if (CanBeRanked(plan)) yield return "Top 3 only";
    }

    // Measures of one period of the past, of all groups.
    private bool IsPlain(QueryPlan plan) =>
        plan is { Analysis: Analysis.Aggregate, CompareWith.Count: 0, Limit: null }
        && !plan.Measures.Any(measure => catalogue.Measure(measure.Id).Live);

    // Closed dimensions have few values: there is nothing to cut.
    private bool CanBeRanked(QueryPlan plan) =>
        plan is { Dimensions: [var only], Limit: null, CompareWith.Count: 0, Grain: null }
        && plan.Analysis != Analysis.GroupCount && !catalogue.Dimension(only).Closed;

    private static bool IsFiltered(QueryPlan plan, string dimension) => plan.Filters.Any(filter => filter.Dimension == dimension);
}

using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Sql;

namespace Telemetry.Semantics.Answers;

/// <summary>Questions that go on from a plan: its free slots filled.</summary>
internal sealed class Suggestions(SemanticCatalogue catalogue)
{
    private const int Most = 4;

    public IReadOnlyList<string> After(QueryPlan plan)
    {
        var next = new List<string>();
        if (plan.Analysis == Analysis.GroupCount) next.Add("Which ones?");
        if (plan.Analysis == Analysis.Titles) return [.. catalogue.Questions.Take(Most)];
        var live = plan.Measures.Any(measure => catalogue.Measure(measure.Id).Live);
        string[] dimensions = ["device_type", "country", "quality", "cdn"];
        if (plan.Dimensions.Count < 2 && plan.Analysis is not (Analysis.Anomaly or Analysis.GroupCount))
            foreach (var id in dimensions.Where(id => !plan.Dimensions.Contains(id) && plan.Filters.All(filter => filter.Dimension != id)).Take(2)) next.Add($"Break that down by {Naming.Lower(catalogue.Dimension(id).Name)}");
        if (!live && plan.CompareWith.Count == 0 && plan.Analysis == Analysis.Aggregate && plan.Limit is null && plan.Thresholds.Count == 0 && plan.Time?.Words != "last week") next.Add(plan.Time?.Words == "this week" ? "Compare with last week" : "Compare with the previous period");
        if (!live && plan.Grain is null && plan.CompareWith.Count == 0 && plan.Analysis is Analysis.Aggregate && plan.Limit is null) next.Add("Per day");
        if (plan.Filters.All(filter => filter.Dimension != "device_type")) next.Add("Only TV");
        if (plan.Dimensions.Count == 1 && plan.Analysis != Analysis.GroupCount && !catalogue.Dimension(plan.Dimensions[0]).Closed && plan.Limit is null && plan.CompareWith.Count == 0 && plan.Grain is null) next.Add("Top 3 only");
        return [.. next.Take(Most)];
    }
}

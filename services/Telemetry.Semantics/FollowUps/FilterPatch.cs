using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.FollowUps;

/// <summary>Other values, more of them or fewer: "only TV", "what about Germany?", "without web", "worldwide".</summary>
internal sealed class FilterPatch(SemanticCatalogue catalogue)
{
    private readonly PlacePatch _places = new(catalogue);

    public QueryPlan Apply(QueryPlan plan, Sentence sentence, Draft draft, bool add)
    {
        var filters = plan.Filters.ToList();
        if (sentence.Has("worldwide") && draft.Groups.Count == 0 && draft.Measures.Count == 0) Widen(filters, sentence);
        foreach (var filter in draft.Filters) Set(filters, filter, takesFilterAway: sentence.Has("filter"));
        foreach (var group in draft.Groups)
        {
            if (plan.Analysis == Analysis.Share && plan.Part.Any(part => part.Dimension == group.Dimension))
            {
                plan = plan with { Part = [.. plan.Part.Select(part => Renewed(part, group))] };
                continue;
            }
            Choose(filters, group, add, another: sentence.Words[0].Plain is "what" or "how" or "and" or "same");
            if (draft.Compare && group.Values.Count > 1 && !plan.Dimensions.Contains(group.Dimension))
                plan = plan with { Dimensions = [.. plan.Dimensions, group.Dimension] };
        }
        sentence.UseAll("or", "versus", "compare");
        return plan with { Filters = filters };
    }

    private static PlanFilter Renewed(PlanFilter part, ValueGroup group) =>
        part.Dimension == group.Dimension ? part with { Values = [.. group.Values] } : part;

    // "in all countries", "on all devices", "worldwide": without those filters.
    private void Widen(List<PlanFilter> filters, Sentence sentence)
    {
        var all = sentence.Tokens.OfType<KeywordToken>().First(token => token.Role == "worldwide").Text;
        if (all.Contains("device", StringComparison.Ordinal))
            filters.RemoveAll(filter => filter.Dimension is DimensionIds.DeviceType or DimensionIds.DeviceOs);
        else if (all.Contains("countr", StringComparison.Ordinal))
            filters.RemoveAll(filter => catalogue.Dimension(filter.Dimension).Place > 0);
        else
            filters.Clear();
    }

    private static void Set(List<PlanFilter> filters, PlanFilter filter, bool takesFilterAway)
    {
        if (filter.Operator != FilterOperator.NotIn)
        {
            filters.RemoveAll(other => other.Dimension == filter.Dimension);
            filters.Add(filter);
        }
        // "Drop the TV filter": the rest is wanted again, and TV as well.
        else if (takesFilterAway)
        {
            filters.RemoveAll(other => other.Dimension == filter.Dimension && IsWithin(other, filter));
        }
        else
        {
            Exclude(filters, filter);
        }
    }

    private static void Exclude(List<PlanFilter> filters, PlanFilter filter)
    {
        var known = Find(filters, filter.Dimension, FilterOperator.NotIn);
        if (known is not null) filters.Remove(known);
        filters.Add(known is null ? filter : filter with { Values = [.. known.Values.Union(filter.Values)] });
        // "remove Spain" after "only Spain": nothing would be left of both.
        filters.RemoveAll(other => other.Operator == FilterOperator.In && other.Dimension == filter.Dimension && IsWithin(other, filter));
        // "viewers on TV and web", then "without web": what was asked for, less that.
        if (Find(filters, filter.Dimension, FilterOperator.In) is not { } wanted) return;
        filters.RemoveAll(other => other.Dimension == filter.Dimension);
        filters.Add(wanted with { Values = [.. wanted.Values.Except(filter.Values)] });
    }

    private void Choose(List<PlanFilter> filters, ValueGroup group, bool add, bool another)
    {
        var known = add ? Find(filters, group.Dimension, FilterOperator.In) : null;
        IEnumerable<string> values = known is null ? group.Values : known.Values.Union(group.Values);
        if (!add && catalogue.Dimension(group.Dimension).Place > 0) _places.Remove(filters, group, another);
        filters.RemoveAll(other => other.Dimension == group.Dimension);
        filters.Add(new PlanFilter(group.Dimension, FilterOperator.In, [.. values]));
    }

    private static PlanFilter? Find(List<PlanFilter> filters, string dimension, FilterOperator how) =>
        filters.Find(filter => filter.Dimension == dimension && filter.Operator == how);

    private static bool IsWithin(PlanFilter filter, PlanFilter other) => !filter.Values.Except(other.Values).Any();
}

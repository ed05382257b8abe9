using System.Collections.Frozen;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.FollowUps;

/// <summary>Other groups, further ones or none, and time steps: "and by city", "by device instead", "no grouping", "per day".</summary>
internal static class GroupingPatch
{
    // "what about by device" starts anew, as "by device instead" does; "and by city" divides further.
    private static readonly FrozenSet<string> Anew = ["what", "how", "same", "now", "show"];

    public static QueryPlan Apply(QueryPlan plan, Sentence sentence, Draft draft, bool replace)
    {
        if (Removal(sentence) is { } removal && WithoutSomething(plan, sentence, draft, removal) is { } less) return less;
        if (replace && Swapped(plan, draft) is { } swapped) return swapped;
        plan = Divided(plan, sentence, draft, replace);
        // "now the top 5 cities" names what is ranked anew.
        if (draft.Ranking is not null && draft.Listed && draft.Dimensions.Count > 0)
            plan = plan with { Dimensions = [.. draft.Dimensions], Grain = draft.Grain };
        if (draft.Trend && plan.Time is { } time) draft.Grain ??= new PlanGrain(IsOneDay(time) ? "hour" : "day");
        sentence.UseAll("distribution");
        if (draft.Grain is not { } grain) return plan;
        return plan.Limit is null ? plan with { Grain = grain } : plan with { Grain = grain, Limit = null, Order = null };
    }

    /// <summary>The plan without groups or ranking; a share of nothing in particular is a plain measure.</summary>
    public static QueryPlan Ungrouped(QueryPlan plan, params IEnumerable<string> kept) => plan with
    {
        Dimensions = [.. kept],
        Order = null,
        Limit = null,
        Analysis = plan.Analysis == Analysis.Share && plan.Part.Count == 0 ? Analysis.Aggregate : plan.Analysis,
    };

    // The word that takes something away, when there is just one: "without", "no", "drop".
    private static int? Removal(Sentence sentence)
    {
        var removals = sentence.All("not").Where(sentence.IsFree).ToList();
        if (FollowUp.BeginsWith(sentence, "drop")) removals.Add(0);
        return removals is [var only] ? only : null;
    }

    private static QueryPlan? WithoutSomething(QueryPlan plan, Sentence sentence, Draft draft, int removal)
    {
        // "remove the device filter": what was asked for of that dimension, and of what is part of it.
        if (draft.Dimensions.Count > 0 && sentence.Has("filter"))
        {
            sentence.Use(removal);
            sentence.UseAll("filter");
            return plan with { Filters = [.. plan.Filters.Where(filter => !IsOf(filter.Dimension, draft.Dimensions))] };
        }
        // "without the country breakdown", "no grouping"
        var namesValues = draft.Groups.Count > 0 || draft.Filters.Count > 0;
        if (namesValues || (!draft.Distribution && !draft.Dimensions.Exists(plan.Dimensions.Contains))) return null;
        sentence.Use(removal);
        sentence.UseAll("distribution");
        return Ungrouped(plan, draft.Dimensions.Count == 0 ? [] : plan.Dimensions.Except(draft.Dimensions));
    }

    private static bool IsOf(string dimension, List<string> named) =>
        named.Contains(dimension) || (dimension == DimensionIds.DeviceOs && named.Contains(DimensionIds.DeviceType));

    // "by genre rather than country": the one that is there goes.
    private static QueryPlan? Swapped(QueryPlan plan, Draft draft)
    {
        var gone = draft.Dimensions.Where(plan.Dimensions.Contains).ToList();
        var isSwap = draft.Dimensions.Count > 1 && gone.Count > 0 && gone.Count < draft.Dimensions.Count;
        return isSwap ? plan with { Dimensions = [.. plan.Dimensions.Except(gone), .. draft.Dimensions.Except(gone)] } : null;
    }

    private static QueryPlan Divided(QueryPlan plan, Sentence sentence, Draft draft, bool replace)
    {
        var dimensions = draft.Dimensions.Where(dimension => replace || !plan.Dimensions.Contains(dimension)).ToList();
        // The values that are compared are shown by their dimension already.
        if (draft.Compare) dimensions.RemoveAll(dimension => plan.Dimensions.Contains(dimension) && IsCompared(dimension, draft));
        if (dimensions.Count == 0) return plan;
        if (replace || sentence.Has("same") || Anew.Contains(sentence.Words[0].Plain))
        {
            var takesStepsPlace = replace && draft.Grain is null && plan.Dimensions.Count == 0;
            return plan with { Dimensions = dimensions, Grain = takesStepsPlace ? null : plan.Grain };
        }
        var all = plan.Dimensions.Concat(dimensions).Distinct().ToList();
        return plan with { Dimensions = all, Limit = all.Count > 1 ? null : plan.Limit };
    }

    private static bool IsCompared(string dimension, Draft draft) => draft.Groups.Exists(group => group.Dimension == dimension);

    private static bool IsOneDay(PlanPeriod period) =>
        period.Words.Contains("day", StringComparison.Ordinal) && !period.Words.Contains("days", StringComparison.Ordinal);
}

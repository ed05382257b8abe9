using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Grammar;

/// <summary>What is ranked, what is limited, and how many rows come of it.</summary>
internal sealed partial class PlanMaker
{
    /// <summary>Whether the largest value comes first, which for "best" and "fastest" depends on the measure.</summary>
    internal static bool Descends(Ranking ranking, Measure measure) => ranking.Kind switch
    {
        "most" or "long" or "busy" or "popular" or "common" or "played" => true,
        "least" or "short" or "quiet" or "unpopular" or "rare" or "early" => false,
        "best" or "reliable" => !measure.LessIsBetter,
        "worst" or "unreliable" => measure.LessIsBetter,
        "fast" => !measure.LessIsBetter,
        _ => measure.LessIsBetter,
    };

    // "Longest start-up today": with nothing to rank, a superlative is the largest or smallest value.
    private void Extremes(Draft draft)
    {
        if (draft.Ranking is not { } ranking || draft.Analysis == Analysis.Titles) return;
        if (Contradicts(draft, ranking)) AskWhichEnd(draft, ranking);
        if (IsNoLength(draft, ranking)) draft.Ask($"How many there are is known, but not what is {ranking.Word} of them. What is meant?");
        if (RanksWithinGroups(draft))
        {
            draft.Ask(
                "A ranking within each group is not offered. Should there be one ranking, or one group at a time?",
                new Choice("One ranking of all", null, ", sorted"));
        }
        else if (draft is { Dimensions.Count: 0, Grain: null })
        {
            if (draft is { Analysis: Analysis.Aggregate, Which: false } && OnlyExtreme(draft, ranking) is { } extreme) Take(draft, extreme);
            else AskOfWhat(draft, ranking);
        }
        else if (draft is { Listed: false, Sort: false, Which: false, Dimensions.Count: > 0 } && OnlyExtreme(draft, ranking) is { } ofEach)
        {
            Take(draft, ofEach);
        }
    }

    // "The longest viewers"
    private bool IsNoLength(Draft draft, Ranking ranking) =>
        ranking.Kind is "long" or "short"
        && draft.Measures is [{ Per: null } ranked, ..]
        && catalogue.Measure(ranked.Id).Count;

    // "The highest error rate, best three"
    private bool Contradicts(Draft draft, Ranking ranking) =>
        ranking.Verdict is { } verdict
        && draft.Measures is [var ranked, ..]
        && catalogue.Measure(ranked.Id) is var measure
        && Descends(ranking, measure) != Descends(ranking with { Kind = verdict }, measure);

    private static void AskWhichEnd(Draft draft, Ranking ranking) =>
        draft.Ask($"The {ranking.Word} or the {ranking.Verdict}: which end of the ranking is meant?");

    // "top title per country" ranks within each country, which one list cannot show.
    private static bool RanksWithinGroups(Draft draft) =>
        draft is { Sort: false, Listed: true, By: true } && draft.Dimensions.Count + (draft.Grain is null ? 0 : 1) > 1;

    // The only measure with the statistic that the superlative says; null where it can only rank.
    private PlanMeasure? OnlyExtreme(Draft draft, Ranking ranking)
    {
        // "Where do people drop off the earliest" asks for a place of something, not for the one session.
        if (ranking.Kind == "early") return null;
        if (ranking.Count is not null || draft.Statistic is not null || draft.Measures is not [var only]) return null;
        var measure = catalogue.Measure(only.Id);
        return measure.IsStatistic ? only with { Statistic = Descends(ranking, measure) ? "max" : "min" } : null;
    }

    private static void Take(Draft draft, PlanMeasure extreme)
    {
        draft.Measures[0] = extreme;
        draft.Ranking = null;
    }

    private static void AskOfWhat(Draft draft, Ranking ranking) => draft.Ask(
        $"The {ranking.Word} of what?",
        new Choice("Countries", null, "by country"),
        new Choice("Devices", null, "by device"),
        new Choice("Titles", null, "by title"),
        new Choice("Hours", null, "by hour"));

    private void Limited(Draft draft)
    {
        foreach (var pending in draft.Pending)
        {
            if (draft.Measures is [var only] && Limits.Resolved(pending, catalogue.Measure(only.Id)) is { } threshold)
                draft.Thresholds.Add(threshold);
            else draft.Ask("What is the limit for?", Choices("viewers", "sessions", "errors", "watch_time"));
        }
        if (draft.Thresholds.Count == 0) return;
        if (draft is { Dimensions.Count: 0, Grain: null })
        {
            draft.Ask(
                "The limit is for which groups?",
                new Choice("Countries", null, "by country"),
                new Choice("Titles", null, "by title"),
                new Choice("Hours", null, "by hour"));
            return;
        }
        var limited = draft.Limited.ToList();
        draft.Measures.AddRange(
            limited.Where(id => draft.Measures.TrueForAll(measure => measure.Id != id)).Select(id => new PlanMeasure(id)));
        PutFirst(draft.Measures, draft.Measures.FindIndex(measure => !limited.Contains(measure.Id)));
    }

    // What is asked for comes first, and what it is ordered by; a measure that only limits stands beside it.
    private static void PutFirst(List<PlanMeasure> measures, int i)
    {
        if (i <= 0) return;
        var measure = measures[i];
        measures.RemoveAt(i);
        measures.Insert(0, measure);
    }

    private PlanOrder? Order(Draft draft)
    {
        if (draft.Ranking is { } ranking && draft.Measures is [var first, ..])
            return new PlanOrder(Descends(ranking, catalogue.Measure(first.Id)));
        return draft.Sort ? new PlanOrder(true) : null;
    }

    private static int? Skip(Draft draft) => draft.Ranking is { Place: > 1 and var place } ? place - 1 : null;

    private static int? Limit(Draft draft)
    {
        if (draft.Ranking is not { } ranking) return null;
        if ((ranking.Count ?? draft.BucketCount) is { } count) return count;
        if (draft.Sort) return null;
        return ranking.Plural ? DefaultRows : 1;
    }
}

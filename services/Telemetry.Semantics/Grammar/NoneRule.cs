using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Groups that have none: "ISPs without errors", "titles with zero stalls", "titles nobody finished".</summary>
internal sealed class NoneRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var (i, _) in sentence.Free<DimensionToken>())
        {
            if (sentence.Is(i - 1, "by", "per")) continue;
            var none = sentence.Past(i + 1, "predicate", "with", "had");
            if (!sentence.IsFree(none) || !IsNone(sentence, none)) continue;
            var what = sentence.Past(none + 1, "all", "had", "predicate");
            if (sentence.Is(none, "nobody")) NobodyFinished(sentence, draft, i, what);
            else NoneOf(sentence, draft, i, what);
        }
    }

    private static bool IsNone(Sentence sentence, int i) =>
        sentence.Is(i, "not", "nobody") || sentence[i] is QuantityToken { Value: 0, Unit: null };

    // "titles with zero stalls". The measure itself is left to the rule for measures.
    private static void NoneOf(Sentence sentence, Draft draft, int groups, int what)
    {
        if (sentence[what] is not MeasureToken { Id: "errors" or "failed_sessions" or "buffering_events" or "completed_sessions" } measure)
            return;
        sentence.Use(groups + 1, what - 1);
        Limit(draft, measure.Id);
    }

    // "titles nobody finished"
    private static void NobodyFinished(Sentence sentence, Draft draft, int titles, int what)
    {
        if (sentence[what] is not AmbiguousToken { Word: "completion" }) return;
        sentence.Use(titles + 1, what);
        draft.Measures.Add(new PlanMeasure("completed_sessions"));
        Limit(draft, "completed_sessions");
    }

    private static void Limit(Draft draft, string measure) =>
        draft.Thresholds.Add(new PlanThreshold(FilterOperator.AtMost, 0) { Measure = measure });
}

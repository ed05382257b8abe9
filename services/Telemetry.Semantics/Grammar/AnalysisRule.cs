using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Words that say what to do with the measures: correlation, anomalies, comparison, change.</summary>
internal sealed class AnalysisRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (sentence.UseAll("correlation")) Correlate(sentence, draft);
        if (sentence.UseAll("anomaly"))
        {
            draft.Analysis = Analysis.Anomaly;
            sentence.UseAll("or", "when", "change");
        }
        Comparatives(sentence, draft);
        if (sentence.UseAll("distribution")) draft.Distribution = true;
        draft.Compare |= sentence.Has("compare") || sentence.Has("versus") || sentence.Has("than");
        if (sentence.Has("change")) draft.Change = true;
        draft.Lengths = sentence.All("change").Any(i => sentence[i]!.Text is "longer" or "shorter");
        if (sentence.All("change").Any(i => sentence[i]!.Text == "difference")) draft.Compare = true;
        if (sentence.Has("count")) draft.Counted = true;
    }

    private static void Correlate(Sentence sentence, Draft draft)
    {
        draft.Analysis = Analysis.Correlation;
        sentence.UseAll("versus", "and", "compare", "change");
        // Of single events only the share of the title that was reached is known, not whether it will be finished.
        foreach (var i in sentence.FreeAmbiguous("completion"))
        {
            sentence.Use(i);
            draft.Measures.Add(new PlanMeasure("retention_rate"));
        }
    }

    private static void Comparatives(Sentence sentence, Draft draft)
    {
        foreach (var (i, comparator) in sentence.Free<ComparatorToken>())
        {
            if (sentence[i + 1] is QuantityToken) continue;
            // "better than last week", "slower than iOS": a comparison, not a limit.
            var compares = comparator.Text.EndsWith(" than", StringComparison.Ordinal) && !sentence.Is(i + 1, "count");
            // "Is it greater on X or on Y"
            if (!compares && comparator.Text != "greater") continue;
            sentence.Use(i);
            draft.Compare |= compares;
            draft.Change = true;
        }
    }
}

using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Words that say what to do with the measures: correlation, anomalies, comparison, change.</summary>
internal sealed class AnalysisRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (sentence.UseAll("correlation"))
        {
            draft.Analysis = Analysis.Correlation;
            sentence.UseAll("versus", "and", "compare", "change");
            // Of single events only the share of the title that was reached is known, not whether it will be finished.
            foreach (var i in sentence.Free<AmbiguousToken>().Where(i => ((AmbiguousToken)sentence[i]!).Word == "completion"))
            {
                sentence.Use(i);
                draft.Measures.Add(new PlanMeasure("retention_rate"));
            }
        }
        if (sentence.UseAll("anomaly"))
        {
            draft.Analysis = Analysis.Anomaly;
            sentence.UseAll("or", "when", "change");
        }
        // "better than last week", "slower than iOS": a comparison, not a limit.
        foreach (var i in sentence.Free<ComparatorToken>())
            if (sentence[i]!.Text.EndsWith(" than", StringComparison.Ordinal) && sentence[i + 1] is not QuantityToken && !sentence.Is(i + 1, "count"))
            {
                sentence.Use(i);
                draft.Compare = draft.Change = true;
            }
        // "Is it greater on X or on Y"
        foreach (var i in sentence.Free<ComparatorToken>())
            if (sentence[i]!.Text == "greater" && sentence[i + 1] is not QuantityToken)
            {
                sentence.Use(i);
                draft.Change = true;
            }
        if (sentence.UseAll("distribution")) draft.Distribution = true;
        draft.Compare |= sentence.Has("compare") || sentence.Has("versus") || sentence.Has("than");
        if (sentence.Has("change")) draft.Change = true;
        draft.Lengths = sentence.All("change").Any(i => sentence[i]!.Text is "longer" or "shorter");
        if (sentence.All("change").Any(i => sentence[i]!.Text == "difference")) draft.Compare = true;
        if (sentence.Has("count")) draft.Counted = true;
    }
}

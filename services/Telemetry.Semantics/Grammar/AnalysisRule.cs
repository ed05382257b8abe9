using Telemetry.Semantics.Plans;

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
        }
        if (sentence.UseAll("anomaly"))
        {
            draft.Analysis = Analysis.Anomaly;
            sentence.UseAll("or");
        }
        if (sentence.UseAll("distribution")) draft.Distribution = true;
        if (sentence.Has("compare") || sentence.Has("versus") || sentence.Has("than")) draft.Compare = true;
        if (sentence.Has("change")) draft.Change = true;
        if (sentence.All("change").Any(i => sentence[i]!.Text == "difference")) draft.Compare = true;
        if (sentence.Has("count")) draft.Counted = true;
    }
}

using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>How many different values there are: "how many countries had viewers", "number of titles that were watched".</summary>
internal sealed class DistinctValuesRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Thresholds.Count > 0 || draft.Pending.Count > 0) return;
        foreach (var i in sentence.All("count"))
        {
            if (sentence[i + 1] is not DimensionToken { IsCountable: true } counted || !sentence.IsFree(i + 1)) continue;
            if (sentence.Any<SuperlativeToken>() || sentence.Any<AmbiguousToken>()) return;
            var had = sentence.Free<MeasureToken>();
            if (had.Exists(measure => measure.Token.Id is not ("viewers" or "sessions"))) return;
            foreach (var (at, _) in had) sentence.Use(at);
            sentence.Use(i + 1);
            draft.Measures.Add(new PlanMeasure("distinct_values") { Of = counted.Id });
            return;
        }
    }
}

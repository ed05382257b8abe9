using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// "How many titles had more than 100 viewers", "number of hours with an error rate above 5 %": how many groups are within a limit.
/// </summary>
internal sealed class GroupCountRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft is not { Analysis: Analysis.Aggregate, Dimensions.Count: 0, Grain: null }) return;
        if (draft.Thresholds.Count == 0 && draft.Pending.Count == 0) return;
        foreach (var i in sentence.All("count"))
        {
            if (!IsOpen(sentence, draft, i + 1) || !sentence.Tokens.Skip(i).Any(token => token is ComparatorToken)) continue;
            if (sentence[i + 1] is DimensionToken { IsCountable: true } dimension) draft.AddDimension(dimension.Id);
            else if (sentence[i + 1] is UnitToken { Plural: true, Unit: "hour" or "day" } unit && draft.Time is not null)
                draft.Grain = new PlanGrain(unit.Unit);
            else continue;
            sentence.Use(i + 1);
            draft.Analysis = Analysis.GroupCount;
            return;
        }
    }

    // "Titles longer than 90 minutes" are named already, for their length.
    private static bool IsOpen(Sentence sentence, Draft draft, int i) =>
        sentence.IsFree(i)
        || (sentence[i] is DimensionToken { Id: "title" } && draft.Filters.Exists(filter => filter.Dimension == "title_minutes"));
}

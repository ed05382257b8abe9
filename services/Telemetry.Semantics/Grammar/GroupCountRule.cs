using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"How many titles had more than 100 viewers", "number of hours with an error rate above 5 %": how many groups are within a limit.</summary>
internal sealed class GroupCountRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Analysis != Analysis.Aggregate || draft.Dimensions.Count > 0 || draft.Grain is not null || (draft.Thresholds.Count == 0 && draft.Pending.Count == 0)) return;
        foreach (var i in sentence.All("count"))
        {
            // "Titles longer than 90 minutes" are named already, for their length.
            var named = sentence[i + 1] is DimensionToken { Id: "title" } && draft.Filters.Exists(filter => filter.Dimension == "title_minutes");
            if (!(sentence.IsFree(i + 1) || named) || !Enumerable.Range(i, sentence.Count - i).Any(j => sentence[j] is ComparatorToken)) continue;
            if (sentence[i + 1] is DimensionToken { Plural: true, Id: not ("customer" or "session" or "local_hour" or "hour_of_day") } dimension) draft.AddDimension(dimension.Id);
            else if (sentence[i + 1] is UnitToken { Plural: true, Unit: "hour" or "day" } unit && draft.Time is not null) draft.Grain = new PlanGrain(unit.Unit);
            else continue;
            sentence.Use(i + 1);
            draft.Analysis = Analysis.GroupCount;
            return;
        }
    }
}

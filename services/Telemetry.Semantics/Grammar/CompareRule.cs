using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Values side by side ("HD vs 4K", "which had more viewers, Spain or Italy") and periods side by side ("this week vs last week").</summary>
internal sealed class CompareRule(DateTimeOffset now) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Analysis == Analysis.Correlation) return;
        AgainstTheRest(sentence, draft);
        var several = draft.Groups.Where(group => group.Values.Count > 1).ToList();
        var choice = sentence.Has("or") && (sentence.Has("which") || draft.Change || draft.Ranking is not null);
        choice |= draft.Change && sentence.Has("which");
        // "Completion rate: documentaries or thrillers?" asks for both sides; "errors in Seattle or Denver" for those of either.
        choice |= sentence.Has("or") && several is [{ At: > 0 } sides] && sentence[sides.At - 1] is MeasureToken before && before.End == sentence[sides.At]!.Start && sentence[sentence.Count - 1] is ValueToken;
        if (several.Count == 1 && (draft.Compare || choice) && draft.Analysis != Analysis.Share)
        {
            var dimension = several[0].Dimension;
            if (!draft.Dimensions.Contains(dimension)) draft.Dimensions.Insert(0, dimension);
            // "which had the most viewers, Spain or Italy": both are shown, so that the answer can be checked.
            if (draft.Ranking is { Count: null } && draft.Dimensions.Count == 1) draft.Ranking = draft.Ranking with { Plural = true };
            sentence.UseAll("versus", "compare", "than", "change", "or", "which");
        }
        Periods(sentence, draft);
        if (draft.Compare && draft.CompareWith.Count == 0 && several.Count == 0 && draft.Dimensions.Count > 0) sentence.UseAll("compare");
        if (several.Count > 0 && !draft.Compare) sentence.UseAll("or");
    }

    // "Fastly vs the rest", "TV next to the other devices": all others together are one side.
    private static void AgainstTheRest(Sentence sentence, Draft draft)
    {
        var rest = sentence.All("rest").Where(sentence.IsFree).FirstOrDefault(-1);
        if (rest < 0 || draft.Now || !(sentence.Has("versus") || sentence.Has("compare"))) return;
        if (draft.Groups.FindLast(group => group.At < rest) is not { } group) return;
        if (sentence[rest + 1] is DimensionToken named)
        {
            if (named.Id != group.Dimension) return;
            sentence.Use(rest + 1);
        }
        sentence.Use(rest);
        sentence.UseAll("versus", "compare", "and");
        draft.Groups.Remove(group);
        draft.Dimensions.Remove(group.Dimension);
        draft.Dimensions.Insert(0, group.Dimension);
        draft.Apart = new PlanApart(group.Dimension, [.. group.Values]);
    }

    private void Periods(Sentence sentence, Draft draft)
    {
        if (draft.Time is { } main)
        {
            if (draft.Second is { } second)
            {
                if (!draft.Compare && !draft.Change && !draft.Same && !sentence.Has("or") && !sentence.Has("and") && draft.Ranking is null)
                {
                    draft.Ask($"Is it {main.Words} or {second.Words} that is meant?", new Choice(main.Words, second.Words, ""), new Choice(second.Words, main.Words, ""), new Choice("Both, compared", second.Words, $"vs {second.Words}"));
                    return;
                }
                draft.CompareWith.Add(ComparedPeriods.Named(main, second, draft.Same, now, draft.SameDay));
                if (draft.Before is not null) draft.Ask("Which two periods are to be compared?");
            }
            else if (draft.Before is { } before)
            {
                if (ComparedPeriods.Before(main, before, draft.Same, now, draft.SameDay) is { } period) draft.CompareWith.Add(period);
            }
            else if (draft.Change && draft.Analysis == Analysis.Aggregate && draft.Grain is null && !draft.Trend && draft.Dimensions.Count == 0 && draft.Groups.All(group => group.Values.Count == 1) && draft.Thresholds.Count == 0)
            {
                // "did errors go up yesterday": against the day before, when the period is over.
                if (main.Unit is "day" or "week" or "month" && main.Period!.To is not null && ComparedPeriods.Before(main, new Time.TimeSpec(Time.TimeKind.Before, $"the {main.Unit} before") { Unit = main.Unit }, false, now) is { } previous) draft.CompareWith.Add(previous);
                else draft.Ask("What should it be compared with?", new Choice("The period before", null, "vs the previous period"), new Choice("The trend within the period", null, "over time"));
            }
        }
        if (draft.CompareWith.Count == 0 && draft.Change && (draft.Grain is not null || draft.Trend)) sentence.UseAll("change");
        if (draft.CompareWith.Count == 0) return;
        // The later one is what is asked about; the earlier one is what it is held against.
        sentence.UseAll("versus", "compare", "than", "change", "or", "and", "howMuch");
    }
}

using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Values side by side ("HD vs 4K", "which had more viewers, Spain or Italy") and periods side by side ("this week vs last week").
/// </summary>
internal sealed class CompareRule(DateTimeOffset now) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Analysis == Analysis.Correlation) return;
        AgainstTheRest(sentence, draft);
        var several = draft.Groups.FindAll(group => group.Values.Count > 1);
        if (several is [var sides] && draft.Analysis != Analysis.Share
            && (draft.Compare || IsBetween(sentence, sides) || IsChoice(sentence, draft, sides)))
            SideBySide(sentence, draft, sides.Dimension);
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

    // "How does the bandwidth differ between SD and 4K"
    private static bool IsBetween(Sentence sentence, ValueGroup sides)
    {
        var by = sides.At - 1;
        if (!sentence.Is(by, "by") || !sentence.IsFree(by)) return false;
        sentence.Use(by);
        return true;
    }

    private static bool IsChoice(Sentence sentence, Draft draft, ValueGroup sides)
    {
        if (draft.Change && sentence.Has("which")) return true;
        if (!sentence.Has("or")) return false;
        return sentence.Has("which") || draft.Change || draft.Ranking is not null || FollowsMeasure(sentence, sides);
    }

    // "Completion rate: documentaries or thrillers?" asks for both sides; "errors in Seattle or Denver" for those of either.
    private static bool FollowsMeasure(Sentence sentence, ValueGroup sides) =>
        sides.At > 0
        && sentence[sides.At - 1] is MeasureToken before && before.End == sentence[sides.At]!.Start
        && sentence[sentence.Count - 1] is ValueToken;

    private static void SideBySide(Sentence sentence, Draft draft, string dimension)
    {
        if (!draft.Dimensions.Contains(dimension)) draft.Dimensions.Insert(0, dimension);
        // "which had the most viewers, Spain or Italy": both are shown, so that the answer can be checked.
        if (draft.Ranking is { Count: null } ranking && draft.Dimensions.Count == 1) draft.Ranking = ranking with { Plural = true };
        sentence.UseAll("versus", "compare", "than", "change", "or", "which");
    }

    private void Periods(Sentence sentence, Draft draft)
    {
        if (draft.Time is { } main) Against(sentence, draft, main);
        // The later one is what is asked about; the earlier one is what it is held against.
        if (draft.CompareWith.Count > 0) sentence.UseAll("versus", "compare", "than", "change", "or", "and", "howMuch");
        else if (draft.Change && (draft.Grain is not null || draft.Trend)) sentence.UseAll("change");
    }

    private void Against(Sentence sentence, Draft draft, TimeSpec main)
    {
        if (draft.Second is { } second)
        {
            if (SaysHowTwoPeriodsGo(sentence, draft)) AgainstSecond(draft, main, second);
            else AskWhichPeriod(draft, main, second);
        }
        else if (draft.Before is { } before)
        {
            if (ComparedPeriods.Before(main, before, draft.Same, now, draft.SameDay) is { } period) draft.CompareWith.Add(period);
        }
        else if (IsOneNumberThatChanged(draft))
        {
            AgainstOneBefore(draft, main);
        }
    }

    private static bool SaysHowTwoPeriodsGo(Sentence sentence, Draft draft) =>
        draft.Compare || draft.Change || draft.Same || sentence.Has("or") || sentence.Has("and") || draft.Ranking is not null;

    private void AgainstSecond(Draft draft, TimeSpec main, TimeSpec second)
    {
        draft.CompareWith.Add(ComparedPeriods.Named(main, second, draft.Same, now, draft.SameDay));
        if (draft.Before is not null) draft.Ask("Which two periods are to be compared?");
    }

    private static void AskWhichPeriod(Draft draft, TimeSpec main, TimeSpec second) => draft.Ask(
        $"Is it {main.Words} or {second.Words} that is meant?",
        new Choice(main.Words, second.Words, ""),
        new Choice(second.Words, main.Words, ""),
        new Choice("Both, compared", second.Words, $"vs {second.Words}"));

    private static bool IsOneNumberThatChanged(Draft draft) =>
        draft is { Change: true, Analysis: Analysis.Aggregate, Grain: null, Trend: false, Dimensions.Count: 0, Thresholds.Count: 0 }
        && draft.Groups.TrueForAll(group => group.Values.Count == 1);

    // "did errors go up yesterday": against the day before, when the period is over.
    private void AgainstOneBefore(Draft draft, TimeSpec main)
    {
        if (main.Unit is "day" or "week" or "month" && main.Period!.To is not null)
        {
            var oneBefore = new TimeSpec(TimeKind.Before, $"the {main.Unit} before") { Unit = main.Unit };
            if (ComparedPeriods.Before(main, oneBefore, false, now) is { } previous)
            {
                draft.CompareWith.Add(previous);
                return;
            }
        }
        draft.Ask(
            "What should it be compared with?",
            new Choice("The period before", null, "vs the previous period"),
            new Choice("The trend within the period", null, "over time"));
    }
}

using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;

namespace Telemetry.Semantics.FollowUps;

/// <summary>Another period, or one to compare with: "and yesterday?", "the day before that", "compare with last week".</summary>
internal static class TimePatch
{
    // By how many days a calendar day or week may differ from its length: clocks change.
    private const double Tolerance = 0.06;

    public static QueryPlan Apply(QueryPlan plan, Sentence sentence, Draft draft, DateTimeOffset now)
    {
        if (plan.Time is null) return plan;
        // "Drop the TV filter" takes something away; nothing has dropped.
        var dropping = FollowUp.BeginsWith(sentence, "drop") && sentence.All("change").Count() == 1;
        var comparing = sentence.UseAll("versus", "compare", "than") | (sentence.UseAll("change") && !dropping);
        var main = new TimeSpec(TimeKind.Period, plan.Time.Words) { Period = plan.Time, Unit = UnitOf(plan.Time, now) };

        var namesOne = draft.Time?.Period is not null && draft.Second is null;
        if (namesOne && OfOnePeriod(plan, draft, main, comparing, now) is { } changed) return changed;
        if (draft.Before is { Count: < 0 } after && ComparedPeriods.Before(main, after, draft.Same, now) is null)
        {
            draft.Ask("That time lies in the future. Which period of the past is meant?",
                new Choice("Last 7 days", after.Words, "last 7 days"),
                new Choice("Today", after.Words, "today"));
        }
        if (draft.Time?.Period is { } first && draft.CompareWith.Count > 0)
            return plan with { Time = first, CompareWith = [.. draft.CompareWith] };
        if (draft.Before is { } before && ComparedPeriods.Before(main, before, draft.Same, now, draft.SameDay) is { } earlier)
            return comparing ? Compared(plan, earlier) : plan with { Time = earlier, CompareWith = [] };
        return plan;
    }

    private static QueryPlan? OfOnePeriod(QueryPlan plan, Draft draft, TimeSpec main, bool comparing, DateTimeOffset now)
    {
        var time = draft.Time!;
        if (comparing || (draft.Same && draft.Before is null))
            return Compared(plan, ComparedPeriods.Named(main, time, draft.Same, now, draft.SameDay));
        // "The day before that" of yesterday, "the previous week" of last week: told from what is shown.
        if (IsToldFrom(main, time) && ComparedPeriods.Before(main, time, false, now) is { } told)
            return plan with { Time = told, CompareWith = [] };
        return draft.Before is null ? plan with { Time = time.Period, CompareWith = [] } : null;
    }

    private static bool IsToldFrom(TimeSpec main, TimeSpec time) =>
        time.IsRelative
        && (time.Unit == main.Unit
            || time.Words.EndsWith("that", StringComparison.Ordinal)
            || time.Words.EndsWith("it", StringComparison.Ordinal));

    private static QueryPlan Compared(QueryPlan plan, PlanPeriod with) =>
        plan with { CompareWith = [with], Order = null, Limit = null, Thresholds = [] };

    // The calendar unit of a plan's period, told by its ends.
    private static string UnitOf(PlanPeriod period, DateTimeOffset now)
    {
        if (period.Rolling || period.From is not { } from) return "rolling";
        var days = ((period.To ?? now) - from).TotalDays;
        var isOpen = period.To is null;
        var isDay = isOpen ? days <= 1 && !period.Words.Contains("since", StringComparison.Ordinal) : Math.Abs(days - 1) < Tolerance;
        var isWeek = from.UtcDateTime.DayOfWeek == DayOfWeek.Monday && (isOpen ? days <= 7 : Math.Abs(days - 7) < Tolerance);
        if (isDay) return "day";
        if (isWeek) return "week";
        return from.Day == 1 && days is > 7 and < 32 ? "month" : "range";
    }
}

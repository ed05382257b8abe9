using System.Globalization;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;

namespace Telemetry.Semantics.Grammar;

/// <summary>Works out the period that another one is held against.</summary>
internal static class ComparedPeriods
{
    // From the smallest to the largest.
    private static readonly string[] Units = ["rolling", "range", "minute", "hour", "day", "week", "month", "quarter", "year"];

    /// <summary>"The day before", "a week earlier", told from the main period.</summary>
    public static PlanPeriod? Before(TimeSpec main, TimeSpec before, bool same, DateTimeOffset now, bool wholeDay = false)
    {
        if (main.Period?.From is not { } from) return null;
        if (wholeDay && main.Unit == "day")
        {
            var day = Moved(from, before);
            return new PlanPeriod(day, day.AddDays(1), $"same day {before.Words}");
        }
        var to = main.Period.To ?? now;
        if (before.Count < 0) return After(to, before, now);
        if (before.Unit == "period") return new PlanPeriod(from - (to - from), from, before.Words);
        // "The previous 24 hours", "the week before" of a week: what comes right before, whole.
        var end = same || IsLarger(before.Unit, main.Unit) ? Moved(to, before) : from;
        return new PlanPeriod(Moved(from, before), end, before.Words);
    }

    /// <summary>A period that was named, or as much of it as of the main one.</summary>
    public static PlanPeriod Named(TimeSpec main, TimeSpec second, bool same, DateTimeOffset now, bool wholeDay = false)
    {
        if (wholeDay && main.Unit == "day" && second.Unit != "day" && Before(main, second, true, now, true) is { } whole) return whole;
        if (!same || main.Period?.From is not { } from || second.Period?.From is not { } start) return second.Period!;
        var to = main.Period.To ?? now;
        if (main.Unit == second.Unit) return second.Period with { To = start + (to - from) };
        return second.Period with { From = Moved(from, second), To = Moved(to, second) };
    }

    // "The day after": what came since, as far as it has come.
    private static PlanPeriod? After(DateTimeOffset to, TimeSpec after, DateTimeOffset now)
    {
        if (to >= now) return null;
        var end = Moved(to, after);
        return new PlanPeriod(to, end > now ? null : end, $"{after.Words} ({to.ToString("d MMMM", CultureInfo.InvariantCulture)})");
    }

    private static DateTimeOffset Moved(DateTimeOffset instant, TimeSpec back) => TimeGrammar.Shift(instant, -back.Count, back.Unit);

    // A stretch without a unit of the calendar is compared with what comes right before it.
    private static bool IsLarger(string unit, string than) =>
        than is not ("rolling" or "range") && Array.IndexOf(Units, unit) > Array.IndexOf(Units, than);
}

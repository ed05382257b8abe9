using System.Globalization;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;

namespace Telemetry.Semantics.Grammar;

/// <summary>Works out the period that another one is held against.</summary>
internal static class ComparedPeriods
{
    private static readonly string[] Units = ["rolling", "range", "minute", "hour", "day", "week", "month", "quarter", "year"];

    /// <summary>"The day before", "a week earlier", told from the main period.</summary>
    public static PlanPeriod? Before(TimeSpec main, TimeSpec before, bool same, DateTimeOffset now, bool wholeDay = false)
    {
        if (wholeDay && main.Unit == "day" && main.Period?.From is { } day) return new PlanPeriod(TimeGrammar.Shift(day, -before.Count, before.Unit), TimeGrammar.Shift(day, -before.Count, before.Unit).AddDays(1), $"same day {before.Words}");
        if (main.Period?.From is not { } from) return null;
        var to = main.Period.To ?? now;
        if (before.Count < 0)
        {
            var end = TimeGrammar.Shift(to, -before.Count, before.Unit);
            return to >= now ? null : new PlanPeriod(to, end > now ? null : end, $"{before.Words} ({to.ToString("d MMMM", CultureInfo.InvariantCulture)})");
        }
        if (before.Unit == "period") return new PlanPeriod(from - (to - from), from, before.Words);
        var shiftedFrom = TimeGrammar.Shift(from, -before.Count, before.Unit);
        var larger = main.Unit is not ("rolling" or "range") && Array.IndexOf(Units, before.Unit) > Array.IndexOf(Units, main.Unit);
        if (same || larger) return new PlanPeriod(shiftedFrom, TimeGrammar.Shift(to, -before.Count, before.Unit), before.Words);
        // "The previous 24 hours", "the week before" of a week: what comes right before, whole.
        return new PlanPeriod(shiftedFrom, from, before.Words);
    }

    /// <summary>A period that was named, or as much of it as of the main one.</summary>
    public static PlanPeriod Named(TimeSpec main, TimeSpec second, bool same, DateTimeOffset now, bool wholeDay = false)
    {
        if (wholeDay && main.Unit == "day" && second.Unit != "day" && Before(main, second, true, now, true) is { } whole) return whole;
        if (!same || main.Period?.From is not { } from || second.Period?.From is not { } start) return second.Period!;
        var to = main.Period.To ?? now;
        if (main.Unit == second.Unit) return second.Period with { To = start + (to - from) };
        return second.Period with { From = TimeGrammar.Shift(from, -second.Count, second.Unit), To = TimeGrammar.Shift(to, -second.Count, second.Unit) };
    }
}

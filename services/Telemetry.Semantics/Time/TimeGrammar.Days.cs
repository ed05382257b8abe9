namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    private static readonly string[] BeforeWeekdays =
    [
        "the", "on", "this", "this past", "past", "the past", "last", "the last", "previous", "the previous",
        "most recent", "the most recent",
    ];

    // Days and longer units of the calendar.
    private IEnumerable<TimeMatch> NamedDays(int start)
    {
        foreach (var match in ToldFromToday(start)) yield return match;
        foreach (var match in Weekends(start)) yield return match;
        foreach (var match in Weekdays(start)) yield return match;
        foreach (var match in Dates(start)) yield return match;
        foreach (var match in NumericDates(start)) yield return match;
    }

    // "today", "last month", "three weeks ago"
    private IEnumerable<TimeMatch> ToldFromToday(int start)
    {
        foreach (var period in CalendarPeriods.All)
            if (Reads(start, out var end, period.Phrases))
                yield return Match(start, end, period.From(clock), period.To(clock), period.Unit);

        if (Plain(start + 2) != "ago") yield break;
        if (Plain(start + 1) == "days" && Number(start) is > 1 and < 400 and var days)
            yield return OneDay(start, start + 3, clock.Today.AddDays(-(int)days));
        if (Plain(start + 1) == "weeks" && Number(start) is > 1 and < 60 and var weeks)
            yield return OneWeek(start, start + 3, clock.Monday.AddDays(-7 * (int)weeks));
    }

    private TimeMatch OneWeek(int start, int end, DateTime monday) => Match(start, end, monday, monday.AddDays(7), "week");

    private IEnumerable<TimeMatch> Weekends(int start)
    {
        var isWeekend = clock.Today.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var saturday = clock.Monday.AddDays(isWeekend ? 5 : -2);
        if (Reads(start, out var end, TimePhrases.Weekend))
        {
            var text = Text(start, end);
            // On a Saturday or Sunday, "last weekend" is the one before.
            if (isWeekend && text.Contains("last", StringComparison.Ordinal)) saturday = saturday.AddDays(-7);
            // "The weekend compared with the previous one": the one before that is named first.
            var isSecond = Plain(end - 1) == "weekend" && text.Contains("previous", StringComparison.Ordinal)
                && words.Take(start).Any(word => word.Plain == "weekend");
            yield return Weekend(start, end, isSecond ? saturday.AddDays(-7) : saturday);
        }
        if (Reads(start, out end, TimePhrases.WeekendBefore)) yield return Weekend(start, end, saturday.AddDays(-7));
    }

    private TimeMatch Weekend(int start, int end, DateTime saturday)
    {
        var match = Match(start, end, saturday, saturday.AddDays(2), "week");
        return match with { Spec = match.Spec with { IsWeekend = true } };
    }

    // "Monday", "last Sunday", "this past Tuesday", "Friday last week".
    private IEnumerable<TimeMatch> Weekdays(int start)
    {
        var i = Skip(start, BeforeWeekdays);
        if (CalendarWords.Weekday(Plain(i)) is not { } day) yield break;
        var date = LatestOf(day, isLast: i > start && Plain(i - 1) == "last");
        if (Reads(i + 1, out var end, "last week", "of last week")) yield return OneDay(start, end, DayOf(clock.Monday.AddDays(-7), day));
        if (Reads(i + 1, out end, "this week", "of this week") && DayOf(clock.Monday, day) <= clock.Today)
            yield return OneDay(start, end, DayOf(clock.Monday, day));
        if (Reads(i + 1, out end, "a week ago")) yield return OneDay(start, end, date.AddDays(-7));
        yield return OneDay(start, i + 1, date);

        // "Saturday 14 March", "Monday, March 16": the date must fit the day.
        foreach (var match in Dates(Skip(i + 1, ",")))
            if (StartOf(match).DayOfWeek == day) yield return Renamed(match, start);
    }

    // "Last Monday" is the latest one before today; beside "this Monday" the one before that.
    private DateTime LatestOf(DayOfWeek day, bool isLast)
    {
        var back = ((int)clock.Today.DayOfWeek - (int)day + 7) % 7;
        if (isLast && back == 0) back = 7;
        var date = clock.Today.AddDays(-back);
        return isLast && date >= clock.Monday && SaysThis(day) ? date.AddDays(-7) : date;
    }

    private bool SaysThis(DayOfWeek day) =>
        Enumerable.Range(0, words.Count).Any(i => Plain(i) == "this" && CalendarWords.Weekday(Plain(i + 1)) == day);

    private static DateTime DayOf(DateTime monday, DayOfWeek day) => monday.AddDays(((int)day + 6) % 7);

    // The same time, in the words from an earlier one on.
    private TimeMatch Renamed(TimeMatch match, int start)
    {
        var text = Text(start, match.End);
        return match with { Spec = match.Spec with { Words = text, Period = match.Spec.Period! with { Words = text } } };
    }
}

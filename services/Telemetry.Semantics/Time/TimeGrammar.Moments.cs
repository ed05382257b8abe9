using System.Globalization;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    // Days, weeks and clock times that are named: what ranges are made of.
    private IEnumerable<TimeMatch> Moments(int start)
    {
        foreach (var day in NamedDays(start))
        {
            yield return day;
            foreach (var match in ClockAfter(start, day)) yield return match;
        }
        foreach (var match in PartsOfDays(start)) yield return match;
        foreach (var match in PartsOfPeriods(start)) yield return match;
        foreach (var match in HalvesOfPeriods(start)) yield return match;
        // "6pm yesterday", "noon today"
        if (ClockTime(start) is { } time && (time.Marked || Plain(start - 1) is "at" or "around" or "since" or "from" or "until" or "before" or "after"))
        {
            var next = Skip(time.End, "on", "of");
            foreach (var day in NamedDays(next)) if (day.Spec.Unit == "day") yield return AtHour(start, day.End, day, time.Minute);
        }
    }

    private IEnumerable<TimeMatch> ClockAfter(int start, TimeMatch day)
    {
        if (day.Spec.Unit != "day") yield break;
        var midnight = TimeZoneInfo.ConvertTime(day.Spec.Period!.From!.Value, clock.Zone).DateTime;
        var next = Skip(Skip(day.End, ","), "at", "around");
        if (ClockTime(next) is { } time && (time.Marked || Plain(next - 1) == "at")) yield return AtHour(start, time.End, day, time.Minute);
        // "today before noon", "yesterday after 9 pm": what that clock time leaves of the day.
        if (AnyPhrase(next, "before", "until", "till", "up to") is > 0 and var before && ClockTime(before) is { Marked: true, Minute: > 0 } end) yield return Match(start, end.End, midnight, midnight.AddMinutes(end.Minute), "hour");
        if (AnyPhrase(next, "after", "since", "from", "starting at") is > 0 and var after && ClockTime(after) is { Marked: true } begin && clock.At(midnight.AddMinutes(begin.Minute)) <= clock.Now)
            yield return Match(start, AnyPhrase(begin.End, "on", "onward", "onwards") is > 0 and var tail ? tail : begin.End, midnight.AddMinutes(begin.Minute), midnight.AddDays(1), "hour");
        foreach (var range in ClockRanges(Skip(day.End, ","), true))
        {
            var to = midnight.AddMinutes(range.Spec.ToMinute > range.Spec.FromMinute ? range.Spec.ToMinute : range.Spec.ToMinute + 1440);
            if (clock.At(midnight.AddMinutes(range.Spec.FromMinute)) <= clock.Now) yield return Match(start, range.End, midnight.AddMinutes(range.Spec.FromMinute), to, "hour");
        }
    }

    private TimeMatch AtHour(int start, int end, TimeMatch day, int minute)
    {
        var from = TimeZoneInfo.ConvertTime(day.Spec.Period!.From!.Value, clock.Zone).DateTime.AddMinutes(minute);
        return Match(start, end, from, from.AddHours(1), "hour", true);
    }

    private IEnumerable<TimeMatch> NamedDays(int start)
    {
        foreach (var match in RelativeDays(start)) yield return match;
        foreach (var match in Weekdays(start)) yield return match;
        foreach (var match in Dates(start)) yield return match;
        foreach (var match in NumericDates(start)) yield return match;
    }

    private IEnumerable<TimeMatch> RelativeDays(int start)
    {
        var today = clock.Today;
        int end;
        if ((end = AnyPhrase(start, "today", "today so far", "so far today", "this day", "earlier today", "thus far today", "today until now", "today up to now", "since midnight", "since 00:00", "since 0:00", "so far this day", "since the day began", "since the start of the day", "since the start of today", "the current day", "current day", "day to date")) > 0) yield return Match(start, end, today, today.AddDays(1), "day");
        if ((end = AnyPhrase(start, "yesterday", "yday", "yest", "ystd", "the previous calendar day", "all of yesterday", "the whole of yesterday", "all day yesterday", "last calendar day")) > 0) yield return Match(start, end, today.AddDays(-1), today, "day");
        if ((end = AnyPhrase(start, "day before yesterday", "the day before yesterday", "two days ago", "2 days ago")) > 0) yield return Match(start, end, today.AddDays(-2), today.AddDays(-1), "day");
        if (Number(start) is > 1 and < 400 and var days && Plain(start + 1) == "days" && Plain(start + 2) == "ago") yield return Match(start, start + 3, today.AddDays(-(int)days), today.AddDays(1 - (int)days), "day");
        if (Number(start) is > 1 and < 60 and var weeks && Plain(start + 1) == "weeks" && Plain(start + 2) == "ago") yield return Match(start, start + 3, clock.Monday.AddDays(-7 * (int)weeks), clock.Monday.AddDays(7 - (7 * (int)weeks)), "week");
        if ((end = AnyPhrase(start, "this week", "this week so far", "so far this week", "week to date", "wtd", "the current week", "current week", "this calendar week", "the week so far", "the week to date", "this current week", "thus far this week", "this week to date", "this week until now", "since the start of the week", "since the beginning of the week", "since the start of this week", "since the week began", "since the week started", "since the beginning of this week")) > 0) yield return Match(start, end, clock.Monday, clock.Monday.AddDays(7), "week");
        if ((end = AnyPhrase(start, "last week", "the last calendar week", "last calendar week", "the previous calendar week", "last full week", "the last full week", "all of last week", "the whole of last week", "previous week", "last complete week", "the week just gone", "the last complete week", "prior week")) > 0) yield return Match(start, end, clock.Monday.AddDays(-7), clock.Monday, "week");
        if ((end = AnyPhrase(start, "week before last", "the week before last")) > 0) yield return Match(start, end, clock.Monday.AddDays(-14), clock.Monday.AddDays(-7), "week");
        if ((end = AnyPhrase(start, "this month", "month to date", "mtd", "so far this month", "this month so far", "the current month", "current month", "this calendar month", "the month so far", "the month to date", "thus far this month", "since the start of the month", "since the beginning of the month", "since the month began")) > 0) yield return Match(start, end, clock.FirstOfMonth, clock.FirstOfMonth.AddMonths(1), "month");
        if ((end = AnyPhrase(start, "last month", "last calendar month", "the previous calendar month", "last full month", "previous month")) > 0) yield return Match(start, end, clock.FirstOfMonth.AddMonths(-1), clock.FirstOfMonth, "month");
        if ((end = AnyPhrase(start, "this quarter", "quarter to date", "qtd", "the current quarter", "so far this quarter", "this quarter so far")) > 0) yield return Match(start, end, clock.FirstOfQuarter, clock.FirstOfQuarter.AddMonths(3), "quarter");
        if ((end = AnyPhrase(start, "last quarter")) > 0) yield return Match(start, end, clock.FirstOfQuarter.AddMonths(-3), clock.FirstOfQuarter, "quarter");
        if ((end = AnyPhrase(start, "this year", "year to date", "ytd", "so far this year", "this year so far", "the current year")) > 0) yield return Match(start, end, clock.FirstOfYear, clock.FirstOfYear.AddYears(1), "year");
        if ((end = AnyPhrase(start, "last year")) > 0) yield return Match(start, end, clock.FirstOfYear.AddYears(-1), clock.FirstOfYear, "year");
        if ((end = AnyPhrase(start, "this hour", "the current hour", "this hour so far", "current hour")) > 0)
        {
            var hour = today.AddHours(TimeZoneInfo.ConvertTime(clock.Now, clock.Zone).Hour);
            yield return Match(start, end, hour, hour.AddHours(1), "hour");
        }
        foreach (var match in Weekends(start)) yield return match;
    }

    private IEnumerable<TimeMatch> Weekends(int start)
    {
        var saturday = clock.Monday.AddDays(clock.Today.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 5 : -2);
        var end = AnyPhrase(start, "the weekend", "weekend", "last weekend", "the last weekend", "this past weekend", "the past weekend", "past weekend", "the previous weekend", "saturday and sunday", "the most recent weekend");
        // On a Saturday or Sunday, "last weekend" is the one before.
        if (end > 0 && saturday > clock.Monday && Text(start, end).Contains("last", StringComparison.Ordinal)) saturday = saturday.AddDays(-7);
        // "The weekend compared with the previous one": the one before that is named first.
        var second = Plain(end - 1) == "weekend" && Text(start, end).Contains("previous", StringComparison.Ordinal) && words.Take(start).Any(word => word.Plain == "weekend");
        if (end > 0) yield return Weekend(start, end, second ? saturday.AddDays(-7) : saturday);
        end = AnyPhrase(start, "the weekend before last", "weekend before last", "the weekend before that", "the weekend before", "weekend before");
        if (end > 0) yield return Weekend(start, end, saturday.AddDays(-7));
    }

    private TimeMatch Weekend(int start, int end, DateTime saturday)
    {
        var match = Match(start, end, saturday, saturday.AddDays(2), "week");
        return match with { Spec = match.Spec with { IsWeekend = true } };
    }

    // "Monday", "last Sunday", "this past Tuesday". "Last" alone says nothing new unless that day of this week has been: then it has two readings and is not taken.
    private IEnumerable<TimeMatch> Weekdays(int start)
    {
        var i = AnyPhrase(start, "this past", "the past", "this", "last", "past", "on", "the most recent", "most recent", "the last", "the previous", "previous", "the") is > 0 and var after ? after : start;
        if (CalendarWords.Weekday(Plain(i)) is not { } day) yield break;
        var back = ((int)clock.Today.DayOfWeek - (int)day + 7) % 7;
        if (i > start && Plain(i - 1) == "last" && back == 0) back = 7;
        var date = clock.Today.AddDays(-back);
        // "Last Monday" is the latest one; beside "this Monday" the one before.
        if (i > start && Plain(i - 1) == "last" && date >= clock.Monday && Enumerable.Range(0, words.Count).Any(at => Plain(at) == "this" && CalendarWords.Weekday(Plain(at + 1)) == day)) date = date.AddDays(-7);
        var end = AnyPhrase(i + 1, "last week", "of last week", "the week before");
        if (end > 0 && Plain(i + 1) != "the") yield return Match(start, end, DayOf(clock.Monday.AddDays(-7), day), DayOf(clock.Monday.AddDays(-7), day).AddDays(1), "day");
        end = AnyPhrase(i + 1, "this week", "of this week");
        if (end > 0 && DayOf(clock.Monday, day) <= clock.Today) yield return Match(start, end, DayOf(clock.Monday, day), DayOf(clock.Monday, day).AddDays(1), "day");
        end = AnyPhrase(i + 1, "a week ago");
        if (end > 0) yield return Match(start, end, date.AddDays(-7), date.AddDays(-6), "day");
        yield return Match(start, i + 1, date, date.AddDays(1), "day");
        // "Saturday 14 March", "Monday, March 16": the date must fit the day.
        foreach (var match in Dates(Skip(i + 1, ",")))
            if (TimeZoneInfo.ConvertTime(match.Spec.Period!.From ?? clock.Now, clock.Zone).DayOfWeek == day) yield return match with { Spec = match.Spec with { Words = Text(start, match.End), Period = match.Spec.Period with { Words = Text(start, match.End) } } };
    }

    private static DateTime DayOf(DateTime monday, DayOfWeek day) => monday.AddDays(((int)day + 6) % 7);

    // "March 14", "14th of March 2026", "2026-03-14", "the 14th", "March".
    private IEnumerable<TimeMatch> Dates(int start)
    {
        var i = Skip(start, "on");
        i = Skip(i, "the");
        if (DateTime.TryParseExact(Plain(i).Split('t', ' ')[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var iso) && iso <= clock.Today)
        {
            if (Plain(i).Length == 10) yield return Match(start, i + 1, iso, iso.AddDays(1), "day");
            else if (DateTime.TryParse(Plain(i).ToUpperInvariant().TrimEnd('Z'), CultureInfo.InvariantCulture, out var moment)) yield return Match(start, i + 1, moment, moment.AddHours(1), "hour", true);
        }
        var ordinal = DayNumber(i);
        if (ordinal is { } day)
        {
            var month = Skip(day.End, "of");
            if (CalendarWords.Month(Plain(month)) is { } named && Date(month + 1, named, day.Value) is { } date) yield return Match(start, date.End, date.Day, date.Day.AddDays(1), "day");
            if (day.Marked && i > start && Plain(i - 1) == "the" && Date(day.End, 0, day.Value) is { } alone) yield return Match(start, day.End, alone.Day, alone.Day.AddDays(1), "day");
        }
        if (CalendarWords.Month(Plain(i)) is { } first)
        {
            if (DayNumber(Skip(i + 1, "the")) is { } number && Date(number.End, first, number.Value) is { } date) yield return Match(start, date.End, date.Day, date.Day.AddDays(1), "day");
            var year = Number(i + 1) is >= 2000 and < 2200 and var written ? (int)written : first > clock.Today.Month ? clock.Today.Year - 1 : clock.Today.Year;
            // "may" and "march" are other words too: a month stands behind a preposition or with a year.
            if (Number(i + 1) is >= 2000 and < 2200 || (Plain(start - 1) is "in" or "during" or "since" or "for" or "of" or "from" or "all" or "vs" or "versus" or "to" or "than" or "with" && DayNumber(i + 1) is null))
                yield return Match(start, Number(i + 1) is >= 2000 and < 2200 ? i + 2 : i + 1, new DateTime(year, first, 1), new DateTime(year, first, 1).AddMonths(1), "month");
        }
        var weekOf = AnyPhrase(start, "the week of", "week of", "the week starting", "week starting", "the week beginning", "week beginning", "the week from");
        if (weekOf > 0)
            foreach (var match in Dates(weekOf))
            {
                var monday = TimeZoneInfo.ConvertTime(match.Spec.Period!.From!.Value, clock.Zone).Date;
                monday = monday.AddDays(-(((int)monday.DayOfWeek + 6) % 7));
                if (match.Spec.Unit == "day") yield return Match(start, match.End, monday, monday.AddDays(7), "week");
            }
    }

    private (int Value, int End, bool Marked)? DayNumber(int i)
    {
        if (Number(i) is not (>= 1 and <= 31 and var number) || number % 1 != 0) return null;
        return Plain(i + 1) is "st" or "nd" or "rd" or "th" ? ((int)number, i + 2, true) : ((int)number, i + 1, false);
    }

    // A day of the past; without a year the latest one. Month 0 means this month or the one before.
    private (DateTime Day, int End)? Date(int end, int month, int day)
    {
        var after = Skip(end, ",");
        int? year = Number(after) is >= 2000 and < 2200 and var written ? (int)written : null;
        var candidates = month == 0
            ? new[] { clock.FirstOfMonth, clock.FirstOfMonth.AddMonths(-1) }.Select(first => (first.Year, first.Month))
            : (year is { } fixedYear ? [fixedYear] : new[] { clock.Today.Year, clock.Today.Year - 1 }).Select(y => (y, month));
        foreach (var (y, m) in candidates)
            if (day <= DateTime.DaysInMonth(y, m) && new DateTime(y, m, day) <= clock.Today) return (new DateTime(y, m, day), year is null || month == 0 ? end : after + 1);
        return null;
    }
}

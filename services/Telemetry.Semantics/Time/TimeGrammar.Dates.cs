using System.Globalization;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    private const string IsoFormat = "yyyy-MM-dd";

    private static readonly string[] WeekOf =
        ["the week of", "week of", "the week starting", "week starting", "the week beginning", "week beginning", "the week from"];

    // "March 14", "14th of March 2026", "2026-03-14", "the 14th", "March".
    private IEnumerable<TimeMatch> Dates(int start)
    {
        var i = Skip(Skip(start, "on"), "the");
        if (IsoDate(start, i) is { } iso) yield return iso;
        foreach (var match in DayThenMonth(start, i)) yield return match;
        foreach (var match in MonthThenDay(start, i)) yield return match;
        if (!Reads(start, out var weekOf, WeekOf)) yield break;
        foreach (var day in Dates(weekOf))
            if (day.IsDay) yield return OneWeek(start, day.End, ZonedClock.MondayOf(StartOf(day).Date));
    }

    private TimeMatch? IsoDate(int start, int i)
    {
        var text = Plain(i);
        var date = text.Split('t', ' ')[0];
        if (!DateTime.TryParseExact(date, IsoFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
        if (day > clock.Today) return null;
        if (text.Length == IsoFormat.Length) return OneDay(start, i + 1, day);
        return DateTime.TryParse(text.ToUpperInvariant().TrimEnd('Z'), CultureInfo.InvariantCulture, out var moment)
            ? Match(start, i + 1, moment, moment.AddHours(1), "hour", true)
            : null;
    }

    // "14 March", "14th of March 2026", "the 14th"
    private IEnumerable<TimeMatch> DayThenMonth(int start, int i)
    {
        if (DayNumber(i) is not { } day) yield break;
        var month = Skip(day.End, "of");
        if (CalendarWords.Month(Plain(month)) is { } named && Date(month + 1, named, day.Value) is { } date)
            yield return OneDay(start, date.End, date.Day);
        if (day.Marked && i > start && Plain(i - 1) == "the" && LatestOf(day.Value) is { } alone)
            yield return OneDay(start, day.End, alone);
    }

    // "March 14", "March the 14th", "in March", "March 2026"
    private IEnumerable<TimeMatch> MonthThenDay(int start, int i)
    {
        if (CalendarWords.Month(Plain(i)) is not { } month) yield break;
        if (DayNumber(Skip(i + 1, "the")) is { } day && Date(day.End, month, day.Value) is { } date)
            yield return OneDay(start, date.End, date.Day);
        // "may" and "march" are other words too: a month stands behind a preposition or with a year.
        if (Year(i + 1) is { } year)
            yield return OneMonth(start, i + 2, year, month);
        else if (TimePhrases.BeforeMonths.Contains(Plain(start - 1)) && DayNumber(i + 1) is null)
            yield return OneMonth(start, i + 1, clock.YearOf(month), month);
    }

    private (int Value, int End, bool Marked)? DayNumber(int i)
    {
        if (Number(i) is not (>= 1 and <= 31 and var number) || number % 1 != 0) return null;
        return Plain(i + 1) is "st" or "nd" or "rd" or "th" ? ((int)number, i + 2, true) : ((int)number, i + 1, false);
    }

    // A day of the past, whose year may follow at the index; without a year the latest one.
    private (DateTime Day, int End)? Date(int end, int month, int day)
    {
        var after = Skip(end, ",");
        if (Year(after) is { } year) return Past(year, month, day) is { } date ? (date, after + 1) : null;
        return (Past(clock.Today.Year, month, day) ?? Past(clock.Today.Year - 1, month, day)) is { } latest ? (latest, end) : null;
    }

    // The latest day of that number: in this month or the one before.
    private DateTime? LatestOf(int day)
    {
        var before = clock.FirstOfMonth.AddMonths(-1);
        return Past(clock.Today.Year, clock.Today.Month, day) ?? Past(before.Year, before.Month, day);
    }

    private DateTime? Past(int year, int month, int day) =>
        day <= DateTime.DaysInMonth(year, month) && new DateTime(year, month, day) is var date && date <= clock.Today ? date : null;
}

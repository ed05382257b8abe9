using System.Globalization;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    private const int Noon = 12 * 60, Midnight = 24 * 60;

    /// <summary>A time of the day.</summary>
    /// <param name="Minute">Minute of the day.</param>
    /// <param name="End">Index of the word after it.</param>
    /// <param name="Marked">It can be nothing but a clock time.</param>
    private readonly record struct ClockTime(int Minute, int End, bool Marked);

    // "8 pm", "20:00", "half past two", "noon".
    private ClockTime? ClockAt(int i) => Plain(i) switch
    {
        "noon" or "midday" => new ClockTime(Noon, i + 1, true),
        "midnight" => new ClockTime(0, i + 1, true),
        _ => WithColon(i) ?? FromQuarters(i) ?? WholeHour(i),
    };

    private ClockTime? WithColon(int i)
    {
        if (!Plain(i).Contains(':', StringComparison.Ordinal)) return null;
        if (!TimeSpan.TryParse(Plain(i), CultureInfo.InvariantCulture, out var time) || time.TotalMinutes >= Midnight) return null;
        return InHalf((int)time.TotalMinutes, i + 1, true);
    }

    private ClockTime? FromQuarters(int i)
    {
        if (!Reads(i, out var hour, "half past", "quarter past", "quarter to", "a quarter past", "a quarter to")) return null;
        if (Number(hour) is not (>= 1 and <= 12 and var number) || number % 1 != 0) return null;
        var minutes = Plain(hour - 1) == "to" ? -15 : Plain(hour - 2) == "half" ? 30 : 15;
        return InHalf((((int)number * 60) + minutes + Noon) % Noon, hour + 1, false);
    }

    private ClockTime? WholeHour(int i)
    {
        if (Number(i) is not (>= 0 and <= 24 and var hour) || hour % 1 != 0) return null;
        var isMarked = Reads(i + 1, out var end, "o'clock", "oclock", "o clock");
        return InHalf((int)hour * 60, isMarked ? end : i + 1, isMarked);
    }

    // A time with what says which half of the day it is in; without that, as it is.
    private ClockTime? InHalf(int minute, int end, bool marked)
    {
        var onDial = minute < Noon + 60;
        var isOpen = !marked && onDial && minute > 0;
        var hours = minute % Noon;
        return Plain(end) switch
        {
            "am" when onDial => new ClockTime(hours, end + 1, true),
            "pm" when onDial => new ClockTime(hours + Noon, end + 1, true),
            "am" or "pm" => null,
            "in" when isOpen && Plain(end + 1) == "the" && PartOfDay(Plain(end + 2)) is { Alone: true } part =>
                new ClockTime(hours + (part.From < Noon ? 0 : Noon), end + 3, true),
            "at" when isOpen && Plain(end + 1) == "night" => new ClockTime(hours + (hours >= 360 ? Noon : 0), end + 2, true),
            _ when minute >= Midnight && !marked => new ClockTime(Midnight, end, false),
            _ => new ClockTime(minute, end, marked),
        };
    }

    // "between 9 and 11 am", "from 18:00 to 22:00", "8-10pm", "at 8 pm". Bare numbers only next to a day (or what names it).
    private IEnumerable<TimeMatch> ClockRanges(int start, bool afterDay = false)
    {
        if (Plain(start) is "at" or "around" && ClockAt(start + 1) is { Marked: true } single)
        {
            yield return Hours(start, single.End, single.Minute, single.Minute + 60);
            yield break;
        }
        if (ClockPair(start) is not var (first, last)) yield break;
        foreach (var part in DayParts(Skip(last.End, ",")))
            if (Placed(first, last, part) is { } placed) yield return Minutes(start, part.End, part.Day, placed.From, placed.To);

        var end = Skip(last.End, "o'clock", "oclock", "hours", "h");
        var isTime = first.Marked || last.Marked || afterDay || end > last.End || NamesDay(end);
        var from = SharesPm(first, last) ? first.Minute + Noon : first.Minute;
        var to = last.Minute == 0 ? Midnight : last.Minute;
        if (!isTime || from == to) yield break;
        yield return Hours(start, end, from, to);
        // "between 9 and 11 am today"
        foreach (var match in OnDay(start, end, from, to)) yield return match;
    }

    // "8-10pm": the half of the day is said once. "8 to 10 pm" is 20-22, "11 to 1 pm" is 11-13.
    private bool SharesPm(ClockTime first, ClockTime last)
    {
        var saysPm = !first.Marked && last.Marked && Plain(last.End - 1) is "pm" or "afternoon" or "evening" or "night";
        var lastMinute = last.Minute == Noon ? Midnight : last.Minute;
        return saysPm && first.Minute < Noon && first.Minute + Noon < lastMinute;
    }

    private bool NamesDay(int i) =>
        Plain(i) is "today" or "yesterday" or "utc" or "local"
        || CalendarWords.Weekday(Plain(i)) is not null
        || (Plain(i) == "on" && IsDateWord(i + 1));

    // Two clock times with a word between them that makes them a range.
    private (ClockTime First, ClockTime Last)? ClockPair(int start)
    {
        var i = Skip(Skip(Skip(start, "between", "from", "in", "during"), "the"), "hours");
        if (ClockAt(i) is not { } first) return null;
        var link = Plain(start) == "between"
            ? Skip(first.End, "and", "to", "-")
            : Skip(first.End, "to", "until", "till", "-", "through", "til");
        return link > first.End && ClockAt(link) is { } last ? (first, last) : null;
    }

    private IEnumerable<TimeMatch> OnDay(int start, int end, int from, int to)
    {
        foreach (var day in NamedDays(Skip(Skip(end, ","), "on")).Where(day => day.IsDay))
        {
            var midnight = StartOf(day);
            if (HasBegun(midnight.AddMinutes(from))) yield return Minutes(start, day.End, midnight, from, NotBefore(from, to));
        }
    }

    // A time that isn't after the first one is on the next day.
    private static int NotBefore(int from, int to) => to > from ? to : to + Midnight;

    private TimeMatch Hours(int start, int end, int from, int to) =>
        new(end, new TimeSpec(TimeKind.Clock, Text(start, end)) { FromMinute = from, ToMinute = to, Unit = "hour" });
}

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    // "8 pm", "20:00", "noon": minute of the day; Marked when it can be nothing but a clock time.
    private (int Minute, int End, bool Marked)? ClockTime(int i)
    {
        if (Plain(i) is "noon" or "midday") return (720, i + 1, true);
        if (Plain(i) == "midnight") return (0, i + 1, true);
        if (Plain(i).Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(Plain(i), System.Globalization.CultureInfo.InvariantCulture, out var span) && span.TotalMinutes < 1440)
            return Half((int)span.TotalMinutes, i + 1, true);
        if (AnyPhrase(i, "half past", "quarter past", "quarter to", "a quarter past", "a quarter to") is > 0 and var spoken && Number(spoken) is >= 1 and <= 12 and var near && near % 1 == 0)
            return Half((((int)near * 60) + (Plain(spoken - 1) == "to" ? -15 : Plain(spoken - 2) == "half" ? 30 : 15) + 720) % 720, spoken + 1, false);
        if (Number(i) is not (>= 0 and <= 24 and var hour) || hour % 1 != 0) return null;
        var end = AnyPhrase(i + 1, "o'clock", "oclock", "o clock", "hours utc", "utc");
        return end > 0 && Plain(end - 1) != "utc" ? Half((int)hour * 60, end, true) : Half((int)hour * 60, i + 1, false);
    }

    private (int Minute, int End, bool Marked)? Half(int minute, int end, bool marked) => Plain(end) switch
    {
        "am" when minute <= 779 => (minute % 720, end + 1, true),
        "pm" when minute <= 779 => ((minute % 720) + 720, end + 1, true),
        "am" or "pm" => null,
        "in" when !marked && minute is > 0 and <= 779 && Plain(end + 1) == "the" && PartOfDay(Plain(end + 2)) is { Alone: true } part => ((minute % 720) + (part.From < 720 ? 0 : 720), end + 3, true),
        "at" when !marked && minute is > 0 and <= 779 && Plain(end + 1) == "night" => ((minute % 720) + (minute % 720 >= 360 ? 720 : 0), end + 2, true),
        _ => minute >= 1440 && !marked ? (1440, end, false) : (minute, end, marked),
    };

    // "between 9 and 11 am", "from 18:00 to 22:00", "8-10pm", "at 8 pm". Bare numbers only next to a day (or what names it).
    private IEnumerable<TimeMatch> ClockRanges(int start, bool afterDay = false)
    {
        if (Plain(start) is "at" or "around" && ClockTime(start + 1) is { Marked: true } single)
        {
            yield return Hours(start, single.End, single.Minute, single.Minute + 60);
            yield break;
        }
        if (ClockPair(start) is not var (first, last)) yield break;
        foreach (var part in DayParts(Skip(last.End, ",")))
            if (Placed(first, last, part) is { } placed) yield return Match(start, part.End, part.Day.AddMinutes(placed.From), part.Day.AddMinutes(placed.To), "hour");
        var from = first.Minute;
        // "between 9 and 11 am", "8-10pm": the half of the day is said once. "8 to 10 pm" is 20-22, "11 to 1 pm" is 11-13.
        if (!first.Marked && last.Marked && Plain(last.End - 1) is "pm" or "afternoon" or "evening" or "night" && from < 720 && from + 720 < last.Minute + (last.Minute == 720 ? 720 : 0)) from += 720;
        var to = last.Minute == 0 ? 1440 : last.Minute;
        var marked = first.Marked || last.Marked;
        var tail = AnyPhrase(last.End, "o'clock", "oclock", "hours", "h");
        var end = tail > 0 ? tail : last.End;
        var near = afterDay || tail > 0 || Plain(end) is "today" or "yesterday" or "utc" or "local" || CalendarWords.Weekday(Plain(end)) is not null || (Plain(end) == "on" && (CalendarWords.Weekday(Plain(end + 1)) is not null || CalendarWords.Month(Plain(end + 1)) is not null || Number(end + 1) is not null));
        if ((!marked && !near) || from == to) yield break;
        yield return Hours(start, end, from, to);
        // "between 9 and 11 am today"
        foreach (var match in OnDay(start, end, from, to)) yield return match;
    }

    // Two clock times with a word between them that makes them a range.
    private ((int Minute, int End, bool Marked) First, (int Minute, int End, bool Marked) Last)? ClockPair(int start)
    {
        var i = Skip(Skip(Skip(start, "between", "from", "in", "during"), "the"), "hours");
        if (ClockTime(i) is not { } first) return null;
        var link = Plain(start) == "between" ? Skip(first.End, "and", "to", "-") : Skip(first.End, "to", "until", "till", "-", "through", "til");
        return link > first.End && ClockTime(link) is { } last ? (first, last) : null;
    }

    private IEnumerable<TimeMatch> OnDay(int start, int end, int from, int to)
    {
        foreach (var day in NamedDays(Skip(Skip(end, ","), "on")))
        {
            if (day.Spec.Unit != "day") continue;
            var midnight = TimeZoneInfo.ConvertTime(day.Spec.Period!.From!.Value, clock.Zone).DateTime;
            if (clock.At(midnight.AddMinutes(from)) <= clock.Now) yield return Match(start, day.End, midnight.AddMinutes(from), midnight.AddMinutes(to > from ? to : to + 1440), "hour");
        }
    }

    private TimeMatch Hours(int start, int end, int from, int to) => new(end, new TimeSpec(TimeKind.Clock, Text(start, end)) { FromMinute = from, ToMinute = to, Unit = "hour" });
}

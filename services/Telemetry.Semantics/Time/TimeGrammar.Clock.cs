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
        if (Number(i) is not (>= 0 and <= 24 and var hour) || hour % 1 != 0) return null;
        var end = AnyPhrase(i + 1, "o'clock", "oclock", "o clock", "hours utc", "utc");
        return end > 0 && Plain(end - 1) != "utc" ? Half((int)hour * 60, end, true) : Half((int)hour * 60, i + 1, false);
    }

    private (int Minute, int End, bool Marked)? Half(int minute, int end, bool marked) => Plain(end) switch
    {
        "am" when minute <= 779 => (minute % 720, end + 1, true),
        "pm" when minute <= 779 => ((minute % 720) + 720, end + 1, true),
        "am" or "pm" => null,
        _ => minute >= 1440 && !marked ? (1440, end, false) : (minute, end, marked),
    };

    // "between 9 and 11 am", "from 18:00 to 22:00", "8-10pm", "at 8 pm". Bare numbers only next to a day (or what names it).
    private IEnumerable<TimeMatch> ClockRanges(int start, bool afterDay = false)
    {
        var between = Plain(start) == "between";
        var i = Skip(Skip(start, "between", "from", "in", "during"), "the");
        i = Skip(i, "hours");
        if (Plain(start) is "at" or "around" && ClockTime(start + 1) is { Marked: true } single)
        {
            yield return Hours(start, single.End, single.Minute, single.Minute + 60);
            yield break;
        }
        if (ClockTime(i) is not { } first) yield break;
        var link = between ? Skip(first.End, "and", "to", "-") : Skip(first.End, "to", "until", "till", "-", "through", "til");
        if (link > first.End && ClockTime(link) is { } last)
        {
            var from = first.Minute;
            // "between 9 and 11 am", "8-10pm": the half of the day is said once. "8 to 10 pm" is 20-22, "11 to 1 pm" is 11-13.
            if (!first.Marked && last.Marked && Plain(last.End - 1) == "pm" && from < 720 && from + 720 < last.Minute + (last.Minute == 720 ? 720 : 0)) from += 720;
            var to = last.Minute == 0 ? 1440 : last.Minute;
            var marked = first.Marked || last.Marked;
            var tail = AnyPhrase(last.End, "o'clock", "oclock", "hours", "h");
            var end = tail > 0 ? tail : last.End;
            var near = afterDay || tail > 0 || Plain(end) is "today" or "yesterday" or "utc" or "local" || CalendarWords.Weekday(Plain(end)) is not null || (Plain(end) == "on" && (CalendarWords.Weekday(Plain(end + 1)) is not null || CalendarWords.Month(Plain(end + 1)) is not null || Number(end + 1) is not null));
            if ((marked || near) && from != to)
            {
                yield return Hours(start, end, from, to);
                // "between 9 and 11 am today"
                foreach (var match in OnDay(start, end, from, to)) yield return match;
            }
        }
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

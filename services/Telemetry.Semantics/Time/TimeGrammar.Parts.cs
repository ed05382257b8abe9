namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    /// <summary>A named part of a day.</summary>
    /// <param name="End">Index of the word after it.</param>
    /// <param name="Day">The day's midnight, in the zone.</param>
    /// <param name="From">First minute.</param>
    /// <param name="To">Minute that it ends before; beyond 1,440 on the next day.</param>
    /// <param name="Alone">It is a period by itself. A night is none: it only says which half of the day clock times are in.</param>
    private sealed record DayPart(int End, DateTime Day, int From, int To, bool Alone);

    // Morning is 6 to 12, afternoon 12 to 18, evening 18 to 24.
    private static (int From, int To, bool Alone)? PartOfDay(string word) => word switch
    {
        "morning" => (360, 720, true),
        "afternoon" => (720, 1080, true),
        "evening" => (1080, 1440, true),
        "night" => (1080, 1800, false),
        _ => null,
    };

    // "this morning", "last night", "yesterday afternoon", "on Monday in the evening", "the evening of March 14"
    private IEnumerable<DayPart> DayParts(int start)
    {
        DayPart Of(int end, DateTime day, (int From, int To, bool Alone) part) => new(end, day, part.From, part.To, part.Alone);
        if (Plain(start) == "tonight") yield return Of(start + 1, clock.Today, PartOfDay("evening")!.Value);
        if (Plain(start) is "this" or "last" && PartOfDay(Plain(start + 1)) is { } near && (Plain(start) == "this" || !near.Alone))
            yield return Of(start + 2, Plain(start) == "this" ? clock.Today : clock.Today.AddDays(-1), near);
        foreach (var day in NamedDays(start))
        {
            if (day.Spec.Unit != "day") continue;
            var name = AnyPhrase(Skip(day.End, ","), "in the", "at", "during the") is > 0 and var after ? after : day.End;
            if (PartOfDay(Plain(name)) is { } part) yield return Of(name + 1, Midnight(day), part);
        }
        var first = Skip(Skip(start, "in", "during"), "the");
        if (first > start && PartOfDay(Plain(first)) is { } named)
            foreach (var day in NamedDays(Skip(first + 1, "of", "on")))
                if (day.Spec.Unit == "day") yield return Of(day.End, Midnight(day), named);
    }

    // Parts of days, whole ("yesterday evening") or narrowed by clock times ("yesterday afternoon between 2 and 4").
    private IEnumerable<TimeMatch> PartsOfDays(int start)
    {
        foreach (var part in DayParts(start))
        {
            if (part.Alone && clock.At(part.Day.AddMinutes(part.From)) < clock.Now) yield return Match(start, part.End, part.Day.AddMinutes(part.From), part.Day.AddMinutes(part.To), "hour");
            var next = Skip(part.End, ",");
            if (ClockPair(next) is var (first, last) && Placed(first, last, part) is { } hours) yield return Match(start, last.End, part.Day.AddMinutes(hours.From), part.Day.AddMinutes(hours.To), "hour");
            if (Plain(next) == "at" && ClockTime(next + 1) is { } time && Within(time, part.From, part.To - 1, part) is { } minute) yield return Match(start, time.End, part.Day.AddMinutes(minute), part.Day.AddMinutes(minute + 60), "hour", true);
        }
    }

    // Where two clock times lie in a part of a day; null when they don't.
    private (int From, int To)? Placed((int Minute, int End, bool Marked) first, (int Minute, int End, bool Marked) last, DayPart part) =>
        Within(first, part.From, part.To - 1, part) is { } from && Within(last, from + 1, part.To, part) is { } to && clock.At(part.Day.AddMinutes(from)) <= clock.Now ? (from, to) : null;

    // A clock time as a minute of the part's day: "2" in the afternoon is 14:00, "1 am" at night is on the next day.
    private static int? Within((int Minute, int End, bool Marked) time, int least, int most, DayPart part)
    {
        foreach (var minute in time.Marked ? new[] { time.Minute, time.Minute + 1440 } : [time.Minute, time.Minute + 720, time.Minute + 1440])
            if (minute >= least && minute <= most) return minute;
        return time.Minute == 720 && !time.Marked && part.To > 1440 && least <= 1440 ? 1440 : null;
    }

    // "the first six hours of yesterday", "the last 3 days of February"
    private IEnumerable<TimeMatch> PartsOfPeriods(int start)
    {
        var which = Skip(start, "the");
        if (Plain(which) is not ("first" or "last" or "final" or "opening")) yield break;
        var (count, unit, end) = Length(which + 1);
        if (unit is null || Plain(end) is not ("of" or "in")) yield break;
        foreach (var whole in NamedDays(end + 1).Concat(NamedMonth(end + 1)))
        {
            if (whole.Spec.Period is not { From: { } from } period) continue;
            var to = period.To;
            if (Plain(which) is "first" or "opening") to = Shift(from, count ?? 1, unit);
            else if (to is null) continue;
            else from = Shift(to.Value, -(count ?? 1), unit);
            if (from < period.From || to > (period.To ?? clock.Now.AddDays(1))) continue;
            var text = Text(start, whole.End);
            yield return new TimeMatch(whole.End, new TimeSpec(TimeKind.Period, text) { Period = Between(from, to.Value, text), Unit = count is null or 1 ? unit : "range" });
        }
    }

    // "the first half of March", "second half of yesterday": of a month up to the 15th and from the 16th on, of a day up to noon and from noon on.
    private IEnumerable<TimeMatch> HalvesOfPeriods(int start)
    {
        var which = Skip(start, "the");
        if (Plain(which) is not ("first" or "second" or "last") || Plain(which + 1) != "half" || Plain(which + 2) != "of") yield break;
        foreach (var whole in NamedDays(which + 3).Concat(NamedMonth(which + 3)))
        {
            if (whole.Spec is not { Unit: "day" or "month", Period.From: { } from }) continue;
            var first = TimeZoneInfo.ConvertTime(from, clock.Zone).DateTime;
            var (middle, end) = whole.Spec.Unit == "day" ? (first.AddHours(12), first.AddDays(1)) : (first.AddDays(15), first.AddMonths(1));
            if (Plain(which) == "first") yield return Match(start, whole.End, first, middle, "range");
            else if (clock.At(middle) < clock.Now) yield return Match(start, whole.End, middle, end, "range");
        }
    }

    // A month by its bare name, where the words before leave no doubt that it is one.
    private IEnumerable<TimeMatch> NamedMonth(int i)
    {
        if (CalendarWords.Month(Plain(i)) is not { } month || Number(i + 1) is not null) yield break;
        var first = new DateTime(month > clock.Today.Month ? clock.Today.Year - 1 : clock.Today.Year, month, 1);
        yield return Match(i, i + 1, first, first.AddMonths(1), "month");
    }

    private DateTime Midnight(TimeMatch day) => TimeZoneInfo.ConvertTime(day.Spec.Period!.From!.Value, clock.Zone).Date;
}

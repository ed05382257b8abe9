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
        static DayPart Of(int end, DateTime day, (int From, int To, bool Alone) part) => new(end, day, part.From, part.To, part.Alone);

        if (Plain(start) == "tonight") yield return Of(start + 1, clock.Today, PartOfDay("evening")!.Value);
        if (PartOfDay(Plain(start + 1)) is { } near)
        {
            if (Plain(start) == "this") yield return Of(start + 2, clock.Today, near);
            if (Plain(start) == "last" && !near.Alone) yield return Of(start + 2, clock.Today.AddDays(-1), near);
        }
        foreach (var day in NamedDays(start).Where(day => day.IsDay))
        {
            var name = Reads(Skip(day.End, ","), out var after, "in the", "at", "during the") ? after : day.End;
            if (PartOfDay(Plain(name)) is { } part) yield return Of(name + 1, StartOf(day).Date, part);
        }
        var first = Skip(Skip(start, "in", "during"), "the");
        if (first == start || PartOfDay(Plain(first)) is not { } named) yield break;
        foreach (var day in NamedDays(Skip(first + 1, "of", "on")))
            if (day.IsDay) yield return Of(day.End, StartOf(day).Date, named);
    }

    // Parts of days, whole ("yesterday evening") or narrowed by clock times ("yesterday afternoon between 2 and 4").
    private IEnumerable<TimeMatch> PartsOfDays(int start)
    {
        foreach (var part in DayParts(start))
        {
            if (part.Alone && clock.At(part.Day.AddMinutes(part.From)) < clock.Now)
                yield return Minutes(start, part.End, part.Day, part.From, part.To);
            var next = Skip(part.End, ",");
            if (ClockPair(next) is var (first, last) && Placed(first, last, part) is { } hours)
                yield return Minutes(start, last.End, part.Day, hours.From, hours.To);
            if (Plain(next) == "at" && ClockAt(next + 1) is { } time && Within(time, part.From, part.To - 1, part) is { } minute)
                yield return Minutes(start, time.End, part.Day, minute, minute + 60, true);
        }
    }

    // Where two clock times lie in a part of a day; null when they don't.
    private (int From, int To)? Placed(ClockTime first, ClockTime last, DayPart part)
    {
        if (Within(first, part.From, part.To - 1, part) is not { } from || Within(last, from + 1, part.To, part) is not { } to) return null;
        return HasBegun(part.Day.AddMinutes(from)) ? (from, to) : null;
    }

    // A clock time as a minute of the part's day: "2" in the afternoon is 14:00, "1 am" at night is on the next day.
    private static int? Within(ClockTime time, int least, int most, DayPart part)
    {
        ReadOnlySpan<int> minutes = time.Marked
            ? [time.Minute, time.Minute + Midnight]
            : [time.Minute, time.Minute + Noon, time.Minute + Midnight];
        foreach (var minute in minutes)
            if (minute >= least && minute <= most) return minute;
        var twelveAtNight = time.Minute == Noon && !time.Marked && part.To > Midnight;
        return twelveAtNight && least <= Midnight ? Midnight : null;
    }

    // "the first six hours of yesterday", "the last 3 days of February"
    private IEnumerable<TimeMatch> PartsOfPeriods(int start)
    {
        var which = Skip(start, "the");
        if (Plain(which) is not ("first" or "last" or "final" or "opening")) yield break;
        var (count, unit, end) = Length(which + 1);
        if (unit is null || Plain(end) is not ("of" or "in")) yield break;
        var isFirst = Plain(which) is "first" or "opening";
        foreach (var whole in NamedDays(end + 1).Concat(NamedMonth(end + 1)))
        {
            if (whole.Spec.Period is not { From: { } begin } period || (!isFirst && period.To is null)) continue;
            var from = isFirst ? begin : Shift(period.To!.Value, -(count ?? 1), unit);
            var to = isFirst ? Shift(begin, count ?? 1, unit) : period.To!.Value;
            if (from < begin || to > (period.To ?? clock.Now.AddDays(1))) continue;
            var text = Text(start, whole.End);
            yield return new TimeMatch(whole.End, new TimeSpec(TimeKind.Period, text)
            {
                Period = Between(from, to, text),
                Unit = count is null or 1 ? unit : "range",
            });
        }
    }

    // "the first half of March", "second half of yesterday": a month is parted after the 15th, a day at noon.
    private IEnumerable<TimeMatch> HalvesOfPeriods(int start)
    {
        var which = Skip(start, "the");
        if (Plain(which) is not ("first" or "second" or "last") || Phrase(which + 1, "half of") < 0) yield break;
        foreach (var whole in NamedDays(which + 3).Concat(NamedMonth(which + 3)))
        {
            if (whole.Spec is not { Unit: "day" or "month", Period.From: not null }) continue;
            var first = StartOf(whole);
            var (middle, end) = whole.IsDay ? (first.AddHours(12), first.AddDays(1)) : (first.AddDays(15), first.AddMonths(1));
            if (Plain(which) == "first") yield return Match(start, whole.End, first, middle, "range");
            else if (clock.At(middle) < clock.Now) yield return Match(start, whole.End, middle, end, "range");
        }
    }

    // A month by its bare name, where the words before leave no doubt that it is one.
    private IEnumerable<TimeMatch> NamedMonth(int i)
    {
        if (CalendarWords.Month(Plain(i)) is { } month && Number(i + 1) is null)
            yield return OneMonth(i, i + 1, clock.YearOf(month), month);
    }
}

using System.Collections.Frozen;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    private static readonly string[] NamedRange =
    [
        "the week of", "the week from", "the days of", "the days from", "the period of", "the period from", "week of", "week from",
    ];

    private static readonly FrozenSet<string> RangeLinks = ["to", "-", "until", "till", "through", "thru", "and", "&"];

    private IEnumerable<TimeMatch> Ranges(int start)
    {
        foreach (var match in Since(start)) yield return match;
        foreach (var match in RestOfDay(start)) yield return match;
        foreach (var match in FromTo(start)) yield return match;
        // "The week of 9 to 15 March"
        if (Reads(start, out var named, NamedRange))
            foreach (var match in FromTo(named)) yield return match with { Spec = match.Spec with { Words = Text(start, match.End) } };
        foreach (var match in Until(start)) yield return match;
    }

    // "since Monday", "from yesterday 6pm on", "starting March 12"
    private IEnumerable<TimeMatch> Since(int start)
    {
        if (!Reads(start, out var after, TimePhrases.Since)) yield break;
        var word = Plain(start);
        // The "last" of "since last Monday" belongs to the day.
        foreach (var point in Points(word == "since" && Plain(after - 1) == "last" ? after - 1 : after))
        {
            var end = Skip(point.End, TimePhrases.UntilNow);
            // The "on" of "from Monday on TV" says where.
            if (Plain(end - 1) == "on" && end == point.End + 1 && !TimePhrases.BehindOn.Contains(Plain(end))) end = point.End;
            // "from March 12" needs its end, or an "on"; "since" doesn't.
            if (word == "from" && end == point.End) continue;
            var period = point.Spec.Period!;
            var from = word == "after" && !point.Spec.IsPoint ? period.To : period.From;
            // "After 6 pm yesterday" is a part of that day.
            if (word == "after" && end == point.End && ClockBefore(after).Any(match => match.End == end)) continue;
            if (from is not null) yield return Stretch(start, end, from, null);
        }
    }

    // "After 6 pm yesterday", "later than 9:30 on Monday": the rest of that day. "Since 6 pm yesterday" goes on to now.
    private IEnumerable<TimeMatch> RestOfDay(int start)
    {
        if (!Reads(start, out var after, "after", "later than", "past")) yield break;
        foreach (var point in ClockBefore(after))
        {
            var from = StartOf(point);
            if (HasBegun(from)) yield return Minutes(start, point.End, from.Date, (int)from.TimeOfDay.TotalMinutes, Midnight);
        }
    }

    // "before March 12", "until 6 pm"
    private IEnumerable<TimeMatch> Until(int start)
    {
        if (!Reads(start, out var before, "before", "prior to", "earlier than", "until", "up to", "till")) yield break;
        var needsPoint = Plain(start) is "until" or "up" or "till";
        foreach (var point in Points(before))
        {
            if (needsPoint && !point.Spec.IsPoint) continue;
            var to = point.Spec.Period!.From;
            var from = point.Spec.IsPoint && to is { } at ? clock.At(clock.Local(at).Date) : (DateTimeOffset?)null;
            yield return Stretch(start, point.End, from, to);
        }
    }

    // "from March 10 to March 12", "between Monday and Wednesday", "10 to 12 March", "Mon-Wed": the last day is part of it.
    private IEnumerable<TimeMatch> FromTo(int start)
    {
        var i = Skip(start, "from", "between");
        foreach (var first in Points(i).Concat(BareDay(i)))
        {
            if (!RangeLinks.Contains(Plain(first.End))) continue;
            var isList = Plain(start) != "between" && Plain(first.End) is "and" or "&";
            var link = first.End + 1;
            foreach (var last in Points(link).Concat(SameMonth(link, first)))
            {
                if (IsOfClockTimes(i, first, link, last) || (isList && !AreAdjacentDates(first.Spec, last.Spec))) continue;
                var from = first.Spec.Period!.From;
                var to = last.Spec.IsPoint ? last.Spec.Period!.From : last.Spec.Period!.To ?? clock.Now;
                if (from is null || to is null || from >= to) continue;
                var text = Text(start, last.End);
                yield return new TimeMatch(last.End, new TimeSpec(TimeKind.Period, text)
                {
                    Period = Between(from.Value, to.Value, text),
                    Unit = "range",
                    Ends = (first.Spec, last.Spec),
                });
            }
            if (i > start && UntilPresent(start, first, link) is { } open) yield return open;
        }
    }

    // Two clock times are hours of a day, whichever it is ("between midnight and 5 am"), or of the day of the first ("yesterday
    // 18:00-20:00"), which the grammar of clock ranges says.
    private bool IsOfClockTimes(int i, TimeMatch first, int link, TimeMatch last)
    {
        if (ClockAt(link)?.End != last.End) return false;
        var isOnEarlierDay = first.Spec.Unit == "hour" && first.Spec.Period!.From < clock.At(clock.Today);
        return isOnEarlierDay || ClockAt(i)?.End == first.End;
    }

    // "14 and 15 March" is both of them; "Monday and Wednesday" is not what lies between.
    private static bool AreAdjacentDates(TimeSpec first, TimeSpec last) =>
        first.Unit == "day" && first.Period!.To == last.Period!.From
        && first.Words is not ("today" or "yesterday") && last.Words is not ("today" or "yesterday")
        && CalendarWords.Weekday(first.Words) is null;

    // "from March 10 until now"
    private TimeMatch? UntilPresent(int start, TimeMatch first, int link)
    {
        if (!Reads(link, out var end, "now", "today", "the present") || first.Spec.Period!.From is not { } from) return null;
        var match = Stretch(start, end, from, null);
        (TimeSpec, TimeSpec)? ends = Plain(end - 1) == "today" ? (first.Spec, OneDay(link, end, clock.Today).Spec) : null;
        return match with { Spec = match.Spec with { Unit = "range", Ends = ends } };
    }

    // Moments, clock times of today, and lengths ago.
    private IEnumerable<TimeMatch> Points(int i)
    {
        foreach (var match in Moments(i)) yield return match;
        foreach (var match in Beginnings(i)) yield return match;
        if (ClockAt(i) is { Marked: true } time && HasBegun(clock.Today.AddMinutes(time.Minute)))
            yield return Minutes(i, time.End, clock.Today, time.Minute, time.Minute + 60, true);
        var (count, unit, end) = Length(Skip(i, "a", "an", "one"));
        if (unit is null || Plain(end) != "ago") yield break;
        var from = Back(count ?? 1, unit);
        if (unit is "day" or "week") from = clock.At(clock.Local(from).Date);
        var ago = Stretch(i, end + 1, from, null);
        yield return ago with { Spec = ago.Spec with { IsPoint = true } };
    }

    // "since the beginning of February", "from the start of last week"
    private IEnumerable<TimeMatch> Beginnings(int i)
    {
        var isBeginning = Reads(i, out var of,
            "the beginning of", "the start of", "beginning of", "start of", "the first of", "the first day of", "the very start of");
        if (!isBeginning) yield break;
        foreach (var match in NamedDays(of)) yield return match with { Spec = match.Spec with { IsPoint = true } };
        if (CalendarWords.Month(Plain(of)) is { } month) yield return OneDay(i, of + 1, new DateTime(clock.YearOf(month), month, 1), true);
    }

    // The 10 of "10 to 12 March", once the month is known.
    private IEnumerable<TimeMatch> BareDay(int i)
    {
        if (DayNumber(i) is not { } first) yield break;
        var link = Skip(first.End, "to", "-", "until", "through", "and", "till");
        if (link == first.End || DayNumber(link) is not { } last) yield break;
        var month = Skip(last.End, "of");
        if (CalendarWords.Month(Plain(month)) is { } named && Date(month + 1, named, first.Value) is { } date)
            yield return OneDay(i, first.End, date.Day);
    }

    // The 12 of "March 10 to 12".
    private IEnumerable<TimeMatch> SameMonth(int i, TimeMatch first)
    {
        i = Skip(i, "the");
        if (!first.IsDay || DayNumber(i) is not { } day || CalendarWords.Month(Plain(Skip(day.End, "of"))) is not null) yield break;
        if (first.Spec.Period!.From is null) yield break;
        var month = StartOf(first);
        if (day.Value > month.Day && Past(month.Year, month.Month, day.Value) is { } date) yield return OneDay(i, day.End, date);
    }
}

using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    private IEnumerable<TimeMatch> Ranges(int start)
    {
        // "since Monday", "from yesterday 6pm on", "starting March 12"
        if (AnyPhrase(start, "since", "as of", "starting", "starting on", "starting from", "beginning", "from", "ever since", "onwards from", "since last", "beginning on", "beginning with", "starting with", "after") is > 0 and var after)
        {
            var word = Plain(start);
            foreach (var point in Points(word == "since" && Plain(after - 1) == "last" ? after - 1 : after))
            {
                var end = AnyPhrase(point.End, "on", "onward", "onwards", "until now", "till now", "to now", "up to now", "until today", "to date", "through now", "through today", "until the present", "to today", "up until now", "and later", "or later", "and after", "up to today") is > 0 and var tail ? tail : point.End;
                var from = word == "after" && !point.Spec.IsPoint ? point.Spec.Period!.To : point.Spec.Period!.From;
                // "from March 12" needs its end, or an "on"; "since" doesn't.
                if ((word == "from" && end == point.End) || from is null) continue;
                yield return new TimeMatch(end, new TimeSpec(TimeKind.Period, Text(start, end)) { Period = new PlanPeriod(from, null, Text(start, end)) });
            }
        }
        foreach (var match in FromTo(start)) yield return match;
        // "The week of 9 to 15 March"
        if (AnyPhrase(start, "the week of", "the week from", "the days of", "the days from", "the period of", "the period from", "week of", "week from") is > 0 and var named)
            foreach (var match in FromTo(named)) yield return match with { Spec = match.Spec with { Words = Text(start, match.End) } };
        if (AnyPhrase(start, "before", "prior to", "earlier than", "until", "up to", "till") is > 0 and var before)
            foreach (var point in Points(before))
            {
                if (Plain(start) is "until" or "up" or "till" && !point.Spec.IsPoint) continue;
                var from = point.Spec.IsPoint && point.Spec.Period!.From is { } at ? clock.At(TimeZoneInfo.ConvertTime(at, clock.Zone).Date) : (DateTimeOffset?)null;
                yield return new TimeMatch(point.End, new TimeSpec(TimeKind.Period, Text(start, point.End)) { Period = new PlanPeriod(from, point.Spec.Period!.From, Text(start, point.End)) });
            }
    }

    // "from March 10 to March 12", "between Monday and Wednesday", "10 to 12 March", "Mon-Wed": the last day is part of it.
    private IEnumerable<TimeMatch> FromTo(int start)
    {
        var between = Plain(start) == "between";
        var i = Skip(start, "from", "between");
        foreach (var first in Points(i).Concat(BareDay(i)))
        {
            var link = Skip(first.End, "to", "-", "until", "till", "through", "thru");
            var listed = link == first.End && Plain(link) is "and" or "&" && !between;
            if (link == first.End && (between || listed)) link = Skip(first.End, "and", "&");
            if (link == first.End) continue;
            link = Plain(link - 1) is "up" ? Skip(link, "to") : link;
            foreach (var last in Points(link).Concat(SameMonth(link, first)))
            {
                // "Between midnight and 5 am": hours of a day, whichever it is.
                if (ClockTime(i) is { } opening && opening.End == first.End && ClockTime(link) is { } closing && closing.End == last.End) continue;
                // "yesterday 18:00-20:00": both are of that day, which the grammar of clock ranges says.
                if (first.Spec.Unit == "hour" && first.Spec.Period!.From < clock.At(clock.Today) && ClockTime(link) is { } bare && bare.End == last.End) continue;
                var to = last.Spec.IsPoint ? last.Spec.Period!.From : last.Spec.Period!.To ?? clock.Now;
                var from = first.Spec.Period!.From;
                if (from is null || to is null || from >= to) continue;
                // "14 and 15 March" is both of them; "Monday and Wednesday" is not what lies between.
                if (listed && (first.Spec.Unit != "day" || first.Spec.Period.To != last.Spec.Period!.From || first.Spec.Words is "today" or "yesterday" || last.Spec.Words is "today" or "yesterday" || CalendarWords.Weekday(first.Spec.Words) is not null)) continue;
                var text = Text(start, last.End);
                yield return new TimeMatch(last.End, new TimeSpec(TimeKind.Period, text) { Period = Between(from.Value, to.Value, text), Unit = "range", Ends = (first.Spec, last.Spec) });
            }
            if (AnyPhrase(link, "now", "today", "the present") is > 0 and var end && i > start && first.Spec.Period!.From is { } begin)
                yield return new TimeMatch(end, new TimeSpec(TimeKind.Period, Text(start, end)) { Period = new PlanPeriod(begin, null, Text(start, end)), Unit = "range", Ends = Plain(end - 1) == "today" ? (first.Spec, Match(link, end, clock.Today, clock.Today.AddDays(1), "day").Spec) : null });
        }
    }

    // Moments, clock times of today, and lengths ago.
    private IEnumerable<TimeMatch> Points(int i)
    {
        foreach (var match in Moments(i)) yield return match;
        // "since the beginning of February", "from the start of last week"
        if (AnyPhrase(i, "the beginning of", "the start of", "beginning of", "start of", "the first of", "the first day of", "the very start of") is > 0 and var of)
        {
            foreach (var match in NamedDays(of)) yield return match with { Spec = match.Spec with { IsPoint = true } };
            if (CalendarWords.Month(Plain(of)) is { } month)
            {
                var year = month > clock.Today.Month ? clock.Today.Year - 1 : clock.Today.Year;
                yield return Match(i, of + 1, new DateTime(year, month, 1), new DateTime(year, month, 1).AddDays(1), "day", true);
            }
        }
        if (ClockTime(i) is { Marked: true } time)
        {
            var from = clock.Today.AddMinutes(time.Minute);
            if (clock.At(from) <= clock.Now) yield return Match(i, time.End, from, from.AddHours(1), "hour", true);
        }
        var (count, unit, end) = Length(Skip(i, "a", "an", "one"));
        if (unit is not null && Plain(end) == "ago")
        {
            var from = Back(count ?? 1, unit);
            if (unit is "day" or "week") from = clock.At(TimeZoneInfo.ConvertTime(from, clock.Zone).Date);
            yield return new TimeMatch(end + 1, new TimeSpec(TimeKind.Period, Text(i, end + 1)) { Period = new PlanPeriod(from, null, Text(i, end + 1)), IsPoint = true });
        }
    }

    // The 10 of "10 to 12 March", once the month is known.
    private IEnumerable<TimeMatch> BareDay(int i)
    {
        if (DayNumber(i) is not { } first) yield break;
        var link = Skip(first.End, "to", "-", "until", "through", "and", "till");
        if (link == first.End || DayNumber(link) is not { } last) yield break;
        var month = Skip(last.End, "of");
        if (CalendarWords.Month(Plain(month)) is { } named && Date(month + 1, named, first.Value) is { } date) yield return Match(i, first.End, date.Day, date.Day.AddDays(1), "day");
    }

    // The 12 of "March 10 to 12".
    private IEnumerable<TimeMatch> SameMonth(int i, TimeMatch first)
    {
        i = Skip(i, "the");
        if (first.Spec.Unit != "day" || DayNumber(i) is not { } day || CalendarWords.Month(Plain(Skip(day.End, "of"))) is not null || first.Spec.Period!.From is not { } from) yield break;
        var month = TimeZoneInfo.ConvertTime(from, clock.Zone);
        if (day.Value > month.Day && day.Value <= DateTime.DaysInMonth(month.Year, month.Month) && new DateTime(month.Year, month.Month, day.Value) is var date && date <= clock.Today)
            yield return Match(i, day.End, date, date.AddDays(1), "day");
    }
}

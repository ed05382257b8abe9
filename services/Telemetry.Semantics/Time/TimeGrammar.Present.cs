using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    // "right now", "at the moment"; "all time"; "same period".
    private IEnumerable<TimeMatch> Present(int start)
    {
        var end = AnyPhrase(start, "now", "right now", "at the moment", "currently", "at this moment", "at present", "presently", "this moment", "this very moment", "this instant", "just now", "live", "in real time", "realtime", "real time", "as we speak", "at this very moment", "right this second", "this second", "this minute", "at this minute", "right this minute", "at this second", "at this instant", "as of now", "as of right now", "at the minute", "right at this moment", "current", "at this point in time", "at this time", "this very second", "this very minute", "atm", "live now", "live right now", "at the present moment", "at this precise moment", "at the current moment", "present", "live at the moment", "right this moment", "right this instant");
        if (end > 0) yield return new TimeMatch(end, new TimeSpec(TimeKind.Now, Text(start, end)));

        foreach (var match in OverAnother(start)) yield return match;
        end = AnyPhrase(start, "all time", "of all time", "since the beginning", "since launch", "since the start", "all history", "the entire history", "full history", "since forever", "ever since", "all available data", "the whole data set", "since records began", "since the very beginning", "since day one");
        if (end > 0 && Plain(end) != "of") yield return new TimeMatch(end, new TimeSpec(TimeKind.Period, "all time") { Period = new PlanPeriod(null, null, "all time") });

        var same = Skip(Skip(Skip(Skip(start, "during", "over", "for", "in", "at", "by", "up", "until", "within"), "to"), "exactly"), "the");
        if (Plain(same) == "same")
        {
            var noun = AnyPhrase(same + 1, "period", "hours", "hour", "time", "times", "day", "days", "time frame", "timeframe", "point", "stretch", "span", "time span", "time of day", "time of the day", "window", "time window", "part", "time period", "weekday", "weekdays", "interval", "portion", "number of hours", "hours of the day", "clock hours", "timespan", "day of the week", "time range", "elapsed time", "elapsed period", "length of time", "duration", "few days", "point in time", "amount of time", "number of days", "slice", "moment");
            if (noun > 0)
            {
                var last = Skip(noun, "of", "in", "on");
                yield return new TimeMatch(noun, new TimeSpec(TimeKind.Same, Text(same, noun)));
                if (last > noun) yield return new TimeMatch(Skip(last, "the"), new TimeSpec(TimeKind.Same, Text(same, noun)));
            }
        }
        end = AnyPhrase(start, "by this time", "by this point", "up to this time", "up to this point", "up to the same time", "at this point", "until this time", "to this point", "by now", "through this time", "till this time");
        if (end > 0) yield return new TimeMatch(end, new TimeSpec(TimeKind.Same, Text(start, end)));
    }

    // "Week over week": this one against the one before.
    private IEnumerable<TimeMatch> OverAnother(int start)
    {
        var unit = AnyPhrase(start, "week over week", "week on week", "wow", "week to week") > 0 ? "week" : AnyPhrase(start, "day over day", "day on day", "dod") > 0 ? "day" : AnyPhrase(start, "month over month", "month on month", "mom") > 0 ? "month" : null;
        if (unit is null) yield break;
        var end = Plain(start) is "wow" or "dod" or "mom" ? start + 1 : start + 3;
        var (first, before) = unit switch { "week" => (clock.Monday, clock.Monday.AddDays(-7)), "day" => (clock.Today, clock.Today.AddDays(-1)), _ => (clock.FirstOfMonth, clock.FirstOfMonth.AddMonths(-1)) };
        var now = new TimeSpec(TimeKind.Period, $"this {unit}") { Period = Days(first, first.AddDays(40), $"this {unit}"), Unit = unit };
        var last = new TimeSpec(TimeKind.Period, $"last {unit}") { Period = Days(before, first, $"last {unit}"), Unit = unit };
        yield return new TimeMatch(end, now with { Words = Text(start, end), Unit = "compared", Ends = (now, last) });
    }
}

using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    // "last 24 hours", "past week", "trailing 7 days", "the last hour and a half".
    private IEnumerable<TimeMatch> Rolling(int start)
    {
        var first = Skip(start, "the");
        if (AnyPhrase(first, "last", "past", "trailing", "latest", "most recent", "rolling", "final", "recent", "preceding", "previous", "prior") is not (> 0 and var i)) yield break;
        var word = Plain(i - 1);
        var (count, unit, end) = Length(i);
        if (unit is null) yield break;
        var named = count is not null;
        // Without a number, "last week" and "last month" are calendar words; a "past" week rolls.
        if (!named && unit is not ("minute" or "hour" or "fortnight") && word != "past" && word != "trailing" && word != "rolling" && !(word == "last" && unit == "day")) yield break;
        if (!named && unit is "quarter" or "year") yield break;
        if (word is "previous" or "prior" or "preceding")
        {
            var text = Text(first, end);
            var before = Back(count ?? 1, unit);
            yield return new TimeMatch(end, new TimeSpec(TimeKind.Before, text) { Unit = unit, Count = count ?? 1, Period = new PlanPeriod(before, null, text) { Rolling = true } });
            yield break;
        }
        var from = Back(count ?? 1, unit);
        yield return new TimeMatch(end, new TimeSpec(TimeKind.Period, Text(first, end)) { Period = new PlanPeriod(from, null, Text(first, end)) { Rolling = true }, Count = count ?? 1 });
    }

    // A length of time at i: "24 h", "two weeks", "hour", "half hour", "hour and a half", "couple of days".
    private (double? Count, string? Unit, int End) Length(int i)
    {
        if (AnyPhrase(i, "half hour", "half an hour", "half a hour") is > 0 and var half) return (0.5, "hour", half);
        if (AnyPhrase(i, "hour and a half", "one and a half hours", "one and a half hour") is > 0 and var more) return (1.5, "hour", more);
        if (AnyPhrase(i, "quarter of an hour", "quarter hour") is > 0 and var quarter) return (0.25, "hour", quarter);
        if (AnyPhrase(i, "couple of", "couple", "pair of") is > 0 and var couple && CalendarWords.Unit(Plain(couple)) is { } pair) return (2, pair, couple + 1);
        if (AnyPhrase(i, "full", "whole", "entire", "complete") > 0 && CalendarWords.Unit(Plain(i + 1)) is "hour" or "day" && Number(i) is null) return (1, CalendarWords.Unit(Plain(i + 1)), i + 2);
        if (Number(i) is { } number && CalendarWords.Unit(Plain(i + 1)) is { } unit && number > 0) return (number, unit, i + 2);
        return CalendarWords.Unit(Plain(i)) is { } alone && Plain(i).Length > 1 ? (null, alone, i + 1) : (null, null, i);
    }

    private DateTimeOffset Back(double count, string unit) => Shift(clock.Now, -count, unit);

    /// <summary>Moves an instant by units; months and years by the calendar.</summary>
    internal static DateTimeOffset Shift(DateTimeOffset instant, double count, string unit) => unit switch
    {
        "second" => instant.AddSeconds(Bounded(count, 1e8)),
        "minute" => instant.AddMinutes(Bounded(count, 1e7)),
        "hour" => instant.AddHours(Bounded(count, 1e6)),
        "day" => instant.AddDays(Bounded(count, 20_000)),
        "week" => instant.AddDays(Bounded(7 * count, 20_000)),
        "fortnight" => instant.AddDays(Bounded(14 * count, 20_000)),
        "quarter" => instant.AddMonths((int)Bounded(3 * count, 600)),
        "year" => instant.AddMonths((int)Bounded(12 * count, 600)),
        _ => instant.AddMonths((int)Bounded(count, 600)),
    };

    private static double Bounded(double value, double limit) => Math.Clamp(value, -limit, limit);
}

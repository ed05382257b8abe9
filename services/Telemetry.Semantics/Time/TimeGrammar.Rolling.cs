using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    private static readonly string[] RollingWords =
        ["last", "past", "trailing", "latest", "most recent", "rolling", "final", "recent", "preceding", "previous", "prior"];

    // "last 24 hours", "past week", "trailing 7 days", "the last hour and a half".
    private IEnumerable<TimeMatch> Rolling(int start)
    {
        var first = Skip(start, "the");
        if (!Reads(first, out var i, RollingWords)) yield break;
        var word = Plain(i - 1);
        var (count, unit, end) = Length(i);
        if (unit is null || (count is null && !RollsAlone(word, unit))) yield break;
        var text = Text(first, end);
        var spec = new TimeSpec(TimeKind.Period, text)
        {
            Period = new PlanPeriod(Back(count ?? 1, unit), null, text) { Rolling = true },
            Count = count ?? 1,
        };
        var beforeAnother = word is "previous" or "prior" or "preceding";
        yield return new TimeMatch(end, beforeAnother ? spec with { Kind = TimeKind.Before, Unit = unit } : spec);
    }

    // Without a number, "last week" and "last month" are calendar words; a "past" week rolls.
    private static bool RollsAlone(string word, string unit) => unit switch
    {
        "quarter" or "year" => false,
        "minute" or "hour" or "fortnight" => true,
        "day" when word == "last" => true,
        _ => word is "past" or "trailing" or "rolling",
    };

    // A length of time at i: "24 h", "two weeks", "hour", "half hour", "hour and a half", "couple of days".
    private (double? Count, string? Unit, int End) Length(int i)
    {
        if (Reads(i, out var end, "half hour", "half an hour", "half a hour")) return (0.5, "hour", end);
        if (Reads(i, out end, "hour and a half", "one and a half hours", "one and a half hour")) return (1.5, "hour", end);
        if (Reads(i, out end, "quarter of an hour", "quarter hour")) return (0.25, "hour", end);
        if (Reads(i, out end, "couple of", "couple", "pair of") && CalendarWords.Unit(Plain(end)) is { } pair) return (2, pair, end + 1);
        var next = CalendarWords.Unit(Plain(i + 1));
        if (Plain(i) is "full" or "whole" or "entire" or "complete" && next is "hour" or "day") return (1, next, i + 2);
        if (Number(i) is > 0 and var number && next is not null) return (number, next, i + 2);
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

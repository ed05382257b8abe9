namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    // Periods that are told from another one: "the day before", "a week earlier", "the 24 hours before that".
    private IEnumerable<TimeMatch> Relative(int start)
    {
        var i = Skip(start, "the", "a", "an", "one");
        if (AnyPhrase(i, "prior period", "previous period", "preceding period", "period before", "period before that", "period prior") is > 0 and var period)
            yield return Before(start, period, "period", 1);
        var adjective = AnyPhrase(i, "prior", "previous", "preceding");
        if (adjective > 0 && CalendarWords.Unit(Plain(adjective)) is { } previous and not ("second" or "quarter")) yield return Before(start, adjective + 1, previous, 1);
        if (adjective > 0 && CalendarWords.Weekday(Plain(adjective)) is not null) yield break;
        var count = Number(i) is { } number && CalendarWords.Unit(Plain(i + 1)) is not null ? number : 1;
        var noun = Number(i) is not null ? i + 1 : i;
        if (CalendarWords.Unit(Plain(noun)) is not { } unit || Plain(noun).Length < 2) yield break;
        if (AnyPhrase(noun + 1, "before", "before that", "earlier", "prior", "prior to that", "previously", "before it", "preceding it", "preceding that", "before this") is > 0 and var before && Plain(before) is not ("yesterday" or "last"))
            yield return Before(start, before, unit, count);
        if (i > start && Number(i) is null && Plain(noun + 1) == "ago") yield return Before(start, noun + 2, unit, 1);
    }

    private TimeMatch Before(int start, int end, string unit, double count) =>
        new(end, new TimeSpec(TimeKind.Before, Text(Skip(start, "the", "a", "an"), end)) { Unit = unit, Count = count, Period = BeforeNow(unit, count, Text(start, end)) });

    // What it means where there is nothing that it is told from: "the previous week" alone.
    private Plans.PlanPeriod? BeforeNow(string unit, double count, string text) => (unit, count) switch
    {
        ("day", 1) => Days(clock.Today.AddDays(-1), clock.Today, text),
        ("week", 1) => Days(clock.Monday.AddDays(-7), clock.Monday, text),
        ("month", 1) => Days(clock.FirstOfMonth.AddMonths(-1), clock.FirstOfMonth, text),
        _ => null,
    };
}

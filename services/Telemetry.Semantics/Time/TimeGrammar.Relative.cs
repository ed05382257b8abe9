namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    // Periods that are told from another one: "the day before", "a week earlier", "the 24 hours before that".
    private IEnumerable<TimeMatch> Relative(int start)
    {
        foreach (var match in Elided(start)) yield return match;
        var i = Skip(start, "the", "a", "an", "one");
        if (AnyPhrase(i, "prior period", "previous period", "preceding period", "period before", "period before that", "period prior") is > 0 and var period)
            yield return Before(start, period, "period", 1);
        var adjective = AnyPhrase(i, "prior", "previous", "preceding");
        if (adjective > 0 && CalendarWords.Unit(Plain(adjective)) is { } previous and not ("second" or "quarter")) yield return Before(start, adjective + 1, previous, 1);
        var following = AnyPhrase(i, "following", "subsequent");
        if (following > 0 && CalendarWords.Unit(Plain(following)) is { } next and not ("second" or "quarter")) yield return After(start, following + 1, next, 1);
        if (adjective > 0 && CalendarWords.Weekday(Plain(adjective)) is not null) yield break;
        var count = Number(i) is { } number && CalendarWords.Unit(Plain(i + 1)) is not null ? number : 1;
        var noun = Number(i) is not null ? i + 1 : i;
        if (CalendarWords.Unit(Plain(noun)) is not { } unit || Plain(noun).Length < 2) yield break;
        if (AnyPhrase(noun + 1, "before", "before that", "earlier", "prior", "prior to that", "previously", "before it", "preceding it", "preceding that", "before this") is > 0 and var before && Plain(before) is not ("yesterday" or "last"))
            yield return Before(start, before, unit, count);
        // "The day after", "a week later": only told from what is shown.
        if (AnyPhrase(noun + 1, "after", "after that", "later", "afterwards", "thereafter", "following", "following that") is > 0 and var after && i > start && !Moments(after).Any()) yield return After(start, after, unit, count);
        if (i > start && Number(i) is null && Plain(noun + 1) == "ago") yield return Before(start, noun + 2, unit, 1);
    }

    // "This week over last", "this month vs the previous one": the unit is said once.
    private IEnumerable<TimeMatch> Elided(int start)
    {
        var end = AnyPhrase(start, "last", "the last", "the last one", "previous", "the previous", "the previous one", "the one before", "the one before that", "the prior one");
        if (end < 0 || CalendarWords.Unit(Plain(end)) is not null || CalendarWords.Weekday(Plain(end)) is not null || CalendarWords.Month(Plain(end)) is not null || Number(end) is not null) yield break;
        var before = start - 1;
        while (Plain(before) is "over" or "vs" or "versus" or "v" or "against" or "compared" or "comparing" or "to" or "with" or "than" or "and" or "or" or "from") before--;
        if (before == start - 1 || CalendarWords.Unit(Plain(before)) is not ("week" or "month" or "day" or "quarter") || Plain(before - 1) is not ("this" or "current")) yield break;
        var unit = CalendarWords.Unit(Plain(before))!;
        yield return new TimeMatch(end, new TimeSpec(TimeKind.Before, $"last {unit}") { Unit = unit });
    }

    private TimeMatch Before(int start, int end, string unit, double count) =>
        new(end, new TimeSpec(TimeKind.Before, Text(Skip(start, "the", "a", "an"), end)) { Unit = unit, Count = count, Period = BeforeNow(unit, count, Text(start, end)) });

    private TimeMatch After(int start, int end, string unit, double count) =>
        new(end, new TimeSpec(TimeKind.Before, Text(Skip(start, "the", "a", "an"), end)) { Unit = unit, Count = -count });

    // What it means where there is nothing that it is told from: "the previous week" alone.
    private Plans.PlanPeriod? BeforeNow(string unit, double count, string text) => (unit, count) switch
    {
        ("day", 1) => Days(clock.Today.AddDays(-1), clock.Today, text),
        ("week", 1) => Days(clock.Monday.AddDays(-7), clock.Monday, text),
        ("month", 1) => Days(clock.FirstOfMonth.AddMonths(-1), clock.FirstOfMonth, text),
        _ => null,
    };
}

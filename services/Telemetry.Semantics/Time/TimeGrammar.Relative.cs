using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    private static readonly string[] PeriodBefore =
        ["prior period", "previous period", "preceding period", "period before", "period before that", "period prior"];

    // Periods that are told from another one: "the day before", "a week earlier", "the 24 hours before that".
    private IEnumerable<TimeMatch> Relative(int start)
    {
        foreach (var match in Elided(start)) yield return match;
        var i = Skip(start, "the", "a", "an", "one");
        if (Reads(i, out var period, PeriodBefore))
            yield return Before(start, period, "period", 1);

        var isPrevious = Reads(i, out var previous, "prior", "previous", "preceding");
        if (isPrevious && ToldUnit(previous) is { } before) yield return Before(start, previous + 1, before, 1);
        if (Reads(i, out var following, "following", "subsequent") && ToldUnit(following) is { } next)
            yield return After(start, following + 1, next, 1);
        if (isPrevious && CalendarWords.Weekday(Plain(previous)) is not null) yield break;

        foreach (var match in BeforeOrAfter(start, i)) yield return match;
    }

    // "The previous second" is an ordinal, "the previous quarter" a calendar word.
    private string? ToldUnit(int i) => CalendarWords.Unit(Plain(i)) is { } unit and not ("second" or "quarter") ? unit : null;

    // "The day before", "24 hours earlier", "the day after", "a week ago"; i is behind the article.
    private IEnumerable<TimeMatch> BeforeOrAfter(int start, int i)
    {
        var noun = Number(i) is null ? i : i + 1;
        if (CalendarWords.Unit(Plain(noun)) is not { } unit || Plain(noun).Length < 2) yield break;
        var count = Number(i) ?? 1;
        if (Reads(noun + 1, out var before, TimePhrases.Before) && Plain(before) is not ("yesterday" or "last"))
            yield return Before(start, before, unit, count);
        // "The day after", "a week later": only told from what is shown.
        if (i > start && Reads(noun + 1, out var after, TimePhrases.After) && !Moments(after).Any())
            yield return After(start, after, unit, count);
        if (i > start && noun == i && Plain(noun + 1) == "ago") yield return Before(start, noun + 2, unit, 1);
    }

    // "This week over last", "this month vs the previous one": the unit is said once.
    private IEnumerable<TimeMatch> Elided(int start)
    {
        if (!Reads(start, out var end, TimePhrases.LastOne) || IsCalendarWord(end)) yield break;
        var before = start - 1;
        while (TimePhrases.ComparingWords.Contains(Plain(before))) before--;
        var unit = CalendarWords.Unit(Plain(before));
        var isCompared = before < start - 1 && Plain(before - 1) is "this" or "current";
        if (isCompared && unit is "week" or "month" or "day" or "quarter")
            yield return new TimeMatch(end, new TimeSpec(TimeKind.Before, $"last {unit}") { Unit = unit });
    }

    private TimeMatch Before(int start, int end, string unit, double count)
    {
        var period = BeforeNow(unit, count, Text(start, end));
        return new(end, new TimeSpec(TimeKind.Before, WithoutArticle(start, end)) { Unit = unit, Count = count, Period = period });
    }

    private TimeMatch After(int start, int end, string unit, double count) =>
        new(end, new TimeSpec(TimeKind.Before, WithoutArticle(start, end)) { Unit = unit, Count = -count });

    private string WithoutArticle(int start, int end) => Text(Skip(start, "the", "a", "an"), end);

    // What it means where there is nothing that it is told from: "the previous week" alone.
    private PlanPeriod? BeforeNow(string unit, double count, string text) => (unit, count) switch
    {
        ("day", 1) => Days(clock.Today.AddDays(-1), clock.Today, text),
        ("week", 1) => Days(clock.Monday.AddDays(-7), clock.Monday, text),
        ("month", 1) => Days(clock.FirstOfMonth.AddMonths(-1), clock.FirstOfMonth, text),
        _ => null,
    };
}

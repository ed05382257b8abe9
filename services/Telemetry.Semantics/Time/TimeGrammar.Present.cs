using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    // "right now", "at the moment"; "all time"; "same period".
    private IEnumerable<TimeMatch> Present(int start)
    {
        if (Reads(start, out var end, TimePhrases.Now)) yield return new TimeMatch(end, new TimeSpec(TimeKind.Now, Text(start, end)));
        foreach (var match in OverAnother(start)) yield return match;
        if (Reads(start, out end, TimePhrases.AllTime) && Plain(end) != "of")
            yield return new TimeMatch(end, new TimeSpec(TimeKind.Period, "all time") { Period = new PlanPeriod(null, null, "all time") });
        foreach (var match in SameAsAnother(start)) yield return match;
        if (Reads(start, out end, TimePhrases.SameSoFar)) yield return new TimeMatch(end, new TimeSpec(TimeKind.Same, Text(start, end)));
    }

    // "the same period", "up to exactly the same time of"
    private IEnumerable<TimeMatch> SameAsAnother(int start)
    {
        var preposition = Skip(start, "during", "over", "for", "in", "at", "by", "up", "until", "within");
        var same = Skip(Skip(Skip(preposition, "to"), "exactly"), "the");
        if (Plain(same) != "same" || !Reads(same + 1, out var noun, TimePhrases.SameNouns)) yield break;
        var spec = new TimeSpec(TimeKind.Same, Text(same, noun));
        yield return new TimeMatch(noun, spec);
        var next = Skip(noun, "of", "in", "on");
        if (next > noun) yield return new TimeMatch(Skip(next, "the"), spec);
    }

    // "Week over week": this one against the one before.
    private IEnumerable<TimeMatch> OverAnother(int start)
    {
        if (Reads(start, out var end, "week over week", "week on week", "wow", "week to week"))
            yield return ThisAgainstLast(start, end, "week", clock.Monday, clock.Monday.AddDays(-7));
        if (Reads(start, out end, "day over day", "day on day", "dod"))
            yield return ThisAgainstLast(start, end, "day", clock.Today, clock.Today.AddDays(-1));
        if (Reads(start, out end, "month over month", "month on month", "mom"))
            yield return ThisAgainstLast(start, end, "month", clock.FirstOfMonth, clock.FirstOfMonth.AddMonths(-1));
    }

    private TimeMatch ThisAgainstLast(int start, int end, string unit, DateTime first, DateTime before)
    {
        // Its end lies in the future, whatever the unit: it is open.
        var now = new TimeSpec(TimeKind.Period, $"this {unit}") { Period = Days(first, first.AddDays(40), $"this {unit}"), Unit = unit };
        var last = new TimeSpec(TimeKind.Period, $"last {unit}") { Period = Days(before, first, $"last {unit}"), Unit = unit };
        return new TimeMatch(end, now with { Words = Text(start, end), Unit = "compared", Ends = (now, last) });
    }
}

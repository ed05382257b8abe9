namespace Telemetry.Semantics.Time;

internal sealed partial class TimeGrammar
{
    // Days, weeks and clock times that are named: what ranges are made of.
    private IEnumerable<TimeMatch> Moments(int start)
    {
        foreach (var day in NamedDays(start))
        {
            yield return day;
            if (!day.IsDay) continue;
            foreach (var match in ClockAfter(start, day)) yield return match;
        }
        foreach (var match in PartsOfDays(start)) yield return match;
        foreach (var match in PartsOfPeriods(start)) yield return match;
        foreach (var match in HalvesOfPeriods(start)) yield return match;
        foreach (var match in ClockBefore(start)) yield return match;
    }

    // "6pm yesterday", "noon today"
    private IEnumerable<TimeMatch> ClockBefore(int start)
    {
        if (ClockAt(start) is not { } time) yield break;
        if (!time.Marked && Plain(start - 1) is not ("at" or "around" or "since" or "from" or "until" or "before" or "after")) yield break;
        foreach (var day in NamedDays(Skip(time.End, "on", "of")))
            if (day.IsDay) yield return AtHour(start, day.End, day, time.Minute);
    }

    // "yesterday at 8 pm", "today before noon", "yesterday after 9 pm", "Monday from 8 to 10"
    private IEnumerable<TimeMatch> ClockAfter(int start, TimeMatch day)
    {
        var midnight = StartOf(day);
        var next = Skip(Skip(day.End, ","), "at", "around");
        if (ClockAt(next) is { } time && (time.Marked || Plain(next - 1) == "at")) yield return AtHour(start, time.End, day, time.Minute);

        // What a clock time leaves of the day.
        if (Reads(next, out var before, "before", "until", "till", "up to") && ClockAt(before) is { Marked: true, Minute: > 0 } end)
            yield return Minutes(start, end.End, midnight, 0, end.Minute);
        if (Reads(next, out var after, "after", "since", "from", "starting at")
            && ClockAt(after) is { Marked: true } begin && HasBegun(midnight.AddMinutes(begin.Minute)))
            yield return Minutes(start, Skip(begin.End, "on", "onward", "onwards"), midnight, begin.Minute, Midnight);

        foreach (var range in ClockRanges(Skip(day.End, ","), true))
        {
            var (from, to) = (range.Spec.FromMinute, range.Spec.ToMinute);
            if (HasBegun(midnight.AddMinutes(from))) yield return Minutes(start, range.End, midnight, from, NotBefore(from, to));
        }
    }

    private TimeMatch AtHour(int start, int end, TimeMatch day, int minute) =>
        Minutes(start, end, StartOf(day), minute, minute + 60, true);
}

using System.Collections.Frozen;
using System.Globalization;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Which period a question is about, and which one it is held against.</summary>
internal sealed partial class TimeRule(ZonedClock clock) : IRule
{
    private static readonly FrozenSet<string> CountingDays =
        ["count", "counting", "counted", "take", "taking", "taken", "measure", "measured", "define", "defined", "with", "using", "where"];

    public void Apply(Sentence sentence, Draft draft)
    {
        var (periods, clocks) = Read(sentence, draft);
        if (periods.Exists(period => period.Period!.From >= clock.Now))
        {
            AskAboutFuture(draft, periods[0]);
            return;
        }
        periods = Sum(sentence, draft, Sides(sentence, draft, periods));
        if (IsReversed(sentence, draft)) return;
        MergeWeekend(sentence, draft, periods);
        HoursOfDays(sentence, draft, periods, clocks);
        if (periods.Count > 2) periods.RemoveAll(outer => periods.TrueForAll(inner => inner == outer || Contains(outer, inner)));
        if (periods.Count > 2) draft.Ask("More than two periods are named. Which two are to be compared?");
        // "the same day last week vs today": today is what is asked about.
        if (periods.Count == 2 && draft.Same && SaysSameFirst(sentence)) periods.Reverse();
        SameHours(periods);
        periods = AgainstWhatIsOver(sentence, draft, periods);
        Note(sentence, draft, periods);
    }

    // Takes the times that are named: those that are periods, and those that are hours of a day.
    private (List<TimeSpec> Periods, List<TimeSpec> Clocks) Read(Sentence sentence, Draft draft)
    {
        var clocks = new List<TimeSpec>();
        var periods = new List<TimeSpec>();
        foreach (var (i, _) in sentence.Free<ZoneToken>())
        {
            sentence.Use(i);
            // "If you count the day in Berlin time"
            if (sentence[i - 1] is UnitToken && sentence.WordsBefore(i - 1, 2).Any(CountingDays.Contains)) sentence.Use(i - 1);
        }
        foreach (var (i, token) in sentence.Free<TimeToken>())
        {
            sentence.Use(i);
            var spec = token.Spec;
            // "Time between 06:00 and 12:00"
            if (spec.Unit == "hour" && sentence[i - 1] is AmbiguousToken { Text: "time" }) sentence.Use(i - 1);
            if (spec.Otherwise is { } other)
                draft.Ask($"\"{spec.Words}\" can be two days. Which one is meant?", Day(spec), Day(other));
            switch (spec.Kind)
            {
                case TimeKind.Now: draft.Now = true; break;
                case TimeKind.Same: Same(draft, spec); break;
                case TimeKind.Before: draft.Before = spec; break;
                case TimeKind.Clock: clocks.Add(spec); break;
                default: periods.Add(spec); break;
            }
        }
        // "Errors so far, compared with the same day last week": as much of that day as has passed of this one.
        if (sentence.Words.Zip(sentence.Words.Skip(1)).Any(pair => pair.First.Plain == "so" && pair.Second.Plain == "far"))
            draft.SameDay = false;
        return (periods, clocks);
    }

    // "The same hours of the same day": the hours are what is the same.
    private static void Same(Draft draft, TimeSpec spec)
    {
        draft.SameDay = (draft.SameDay || !draft.Same) && spec.Words is "same day" or "same weekday" or "same day of the week";
        draft.Same = true;
    }

    private Choice Day(TimeSpec spec)
    {
        var day = TimeZoneInfo.ConvertTime(spec.Period!.From!.Value, clock.Zone).DateTime;
        return new Choice(
            day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture),
            spec.Words,
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static void AskAboutFuture(Draft draft, TimeSpec period) => draft.Ask(
        "That time lies in the future. Which period of the past is meant?",
        new Choice("Last 7 days", period.Words, "last 7 days"),
        new Choice("Today", period.Words, "today"));

    // "From Monday to Friday" is one period, and its two ends when a change between them is asked about.
    private static List<TimeSpec> Sides(Sentence sentence, Draft draft, List<TimeSpec> periods)
    {
        if (periods is [{ Unit: "compared", Ends: { } sides }]) (periods, draft.Compare) = ([sides.First, sides.Last], true);
        if (periods is not [{ Ends: { } ends }] || ends.First.IsPoint || ends.Last.IsPoint || draft.Grain is not null) return periods;
        var comparesTimes = draft.Compare && draft.Groups.Count == 0 && !sentence.Any<ValueToken>();
        return draft.Change || comparesTimes ? [ends.First, ends.Last] : periods;
    }

    private static bool SaysSameFirst(Sentence sentence) =>
        sentence.Tokens.OfType<TimeToken>().Where(token => token.Spec.Kind is TimeKind.Same or TimeKind.Period).Take(2).ToList()
            is [{ Spec.Kind: TimeKind.Same }, _];

    private static void Note(Sentence sentence, Draft draft, List<TimeSpec> periods)
    {
        if (periods.Count > 0) draft.Time = periods[0];
        // "last week's viewers compared to this week": the one that a comparison is introduced by comes second anyway.
        if (periods.Count > 1) draft.Second = periods[0].Period == periods[1].Period ? null : periods[1];
        // "the previous week" alone is a period of its own.
        if (draft.Before is not { Period: { } alone } before || draft.Time is not null) return;
        if (sentence.Has("versus") || sentence.Has("change") || sentence.Has("compare") || sentence.Has("than")) return;
        draft.Time = before with { Kind = TimeKind.Period, Period = alone, IsRelative = true };
        draft.Before = null;
    }

    // "Viewers compared to last week", "vs the previous day": what is held against a period that is over is the one of its kind that
    // goes on.
    private List<TimeSpec> AgainstWhatIsOver(Sentence sentence, Draft draft, List<TimeSpec> periods)
    {
        var at = sentence.Tokens.ToList().FindIndex(token => token is TimeToken { Spec.Kind: TimeKind.Period or TimeKind.Before });
        if (!sentence.Is(at - 1, "versus") || draft.Same || sentence.Tokens.OfType<TimeToken>().Count() != 1) return periods;
        if (periods is [{ Period: { To: { } end } } over] && Current(over.Unit) is { } current && end <= current.Period!.From)
        {
            draft.Compare = true;
            return [current, over];
        }
        if (periods.Count > 0 || draft.Before is not { Count: 1 } before || Current(before.Unit) is not { } ongoing) return periods;
        draft.Compare = true;
        return [ongoing];
    }

    private TimeSpec? Current(string unit) => unit switch
    {
        "day" => Since(clock.Today, "today", unit),
        "week" => Since(clock.Monday, "this week", unit),
        "month" => Since(clock.FirstOfMonth, "this month", unit),
        _ => null,
    };

    private TimeSpec Since(DateTime from, string words, string unit) =>
        new(TimeKind.Period, words) { Period = new PlanPeriod(clock.At(from), null, words), Unit = unit };

    // "between March 14 and March 12", "from Friday to Tuesday of this week": a range whose end comes first is no comparison.
    private static bool IsReversed(Sentence sentence, Draft draft)
    {
        for (var i = 0; i + 1 < sentence.Count; i++)
        {
            var next = sentence.Is(i + 1, "and") ? i + 2 : i + 1;
            if (sentence[i] is not TimeToken { Spec: { Kind: TimeKind.Period, Period.From: { } from } first } start) continue;
            if (sentence[next] is not TimeToken { Spec: { Kind: TimeKind.Period, Period.From: { } to } second } end || to >= from) continue;
            var before = sentence.WordBefore(i);
            var between = sentence.Words.Skip(start.End).Take(end.Start - start.End).Select(word => word.Plain);
            if (between.Where(word => word != "the").ToList() is not [var link] || !AreEnds(before, link)) continue;
            var said = $"{before} {first.Words} {link} {second.Words}";
            draft.Ask(
                $"That period would end before it begins. Is it {second.Words} to {first.Words} that is meant?",
                new Choice("The days in between", said, $"{before} {second.Words} {link} {first.Words}"),
                new Choice("The two, compared", said, $"{first.Words} vs {second.Words}"));
            return true;
        }
        return false;
    }

    private static bool AreEnds(string before, string link) => before switch
    {
        "between" => link == "and",
        "from" => link is "to" or "until" or "till" or "through",
        _ => false,
    };

    private static bool Contains(TimeSpec outer, TimeSpec inner) =>
        outer.Period!.From <= inner.Period!.From && (outer.Period.To is null || outer.Period.To >= inner.Period.To);
}

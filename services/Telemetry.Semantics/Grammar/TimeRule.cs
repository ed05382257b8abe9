using System.Globalization;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Which period a question is about, and which one it is held against.</summary>
internal sealed class TimeRule(ZonedClock clock) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        var clocks = new List<TimeSpec>();
        var periods = new List<TimeSpec>();
        foreach (var i in sentence.Free<ZoneToken>()) sentence.Use(i);
        foreach (var i in sentence.Free<TimeToken>())
        {
            var spec = ((TimeToken)sentence[i]!).Spec;
            sentence.Use(i);
            if (spec.Otherwise is { } other) draft.Ask($"\"{spec.Words}\" can be two days. Which one is meant?", Day(spec), Day(other));
            switch (spec.Kind)
            {
                case TimeKind.Now: draft.Now = true; break;
                case TimeKind.Same:
                    // "The same hours of the same day": the hours are what is the same.
                    draft.SameDay = (draft.SameDay || !draft.Same) && spec.Words is "same day" or "same weekday" or "same day of the week";
                    draft.Same = true;
                    break;
                case TimeKind.Before: draft.Before = spec; break;
                case TimeKind.Clock: clocks.Add(spec); break;
                default: periods.Add(spec); break;
            }
        }
        // "Errors so far, compared with the same day last week": as much of that day as has passed of this one.
        if (sentence.Words.Zip(sentence.Words.Skip(1)).Any(pair => pair.First.Plain == "so" && pair.Second.Plain == "far")) draft.SameDay = false;
        if (periods.Count > 0 && periods.Any(period => period.Period!.From >= clock.Now))
        {
            draft.Ask("That time lies in the future. Which period of the past is meant?", new Choice("Last 7 days", periods[0].Words, "last 7 days"), new Choice("Today", periods[0].Words, "today"));
            return;
        }
        if (periods is [{ Unit: "compared", Ends: { } sides }]) (periods, draft.Compare) = ([sides.First, sides.Last], true);
        if (periods is [{ Ends: { } ends }] && !ends.First.IsPoint && !ends.Last.IsPoint && draft.Grain is null && (draft.Change || (draft.Compare && draft.Groups.Count == 0 && !sentence.Tokens.OfType<ValueToken>().Any()))) periods = [ends.First, ends.Last];
        if (Reversed(sentence, draft)) return;
        MergeWeekend(sentence, draft, periods);
        if (clocks.Count == 1 && periods.Count <= 1 && !draft.Same && draft.Before is null) Narrow(clocks[0], periods, draft, sentence);
        else if (clocks.Count > 0) draft.Ask("Which hours of which day are meant?");
        if (periods.Count > 2) periods.RemoveAll(outer => periods.TrueForAll(inner => inner == outer || Contains(outer, inner)));
        if (periods.Count > 2) draft.Ask("More than two periods are named. Which two are to be compared?");
        // "the same day last week vs today": today is what is asked about.
        if (periods.Count == 2 && draft.Same && sentence.Tokens.OfType<TimeToken>().Where(token => token.Spec.Kind is TimeKind.Same or TimeKind.Period).Take(2).ToList() is [{ Spec.Kind: TimeKind.Same }, _]) periods.Reverse();
        SameHours(periods);
        periods = AgainstWhatIsOver(sentence, draft, periods);
        if (periods.Count > 0) draft.Time = periods[0];
        if (periods.Count > 1)
        {
            // "last week's viewers compared to this week": the one that a comparison is introduced by comes second anyway.
            draft.Second = periods[1];
            if (periods[0].Period == periods[1].Period) draft.Second = null;
        }
        // "the previous week" alone is a period of its own.
        if (draft.Before is { Period: { } alone } before && draft.Time is null && !sentence.Has("versus") && !sentence.Has("change") && !sentence.Has("compare") && !sentence.Has("than"))
        {
            draft.Time = before with { Kind = TimeKind.Period, Period = alone, IsRelative = true };
            draft.Before = null;
        }
    }

    private Choice Day(TimeSpec spec)
    {
        var day = TimeZoneInfo.ConvertTime(spec.Period!.From!.Value, clock.Zone).DateTime;
        return new Choice(day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture), spec.Words, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    // "Viewers compared to last week", "vs the previous day": what is held against a period that is over is the one of its kind that goes on.
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

    // "between 9 and 11 am: today vs yesterday": hours that are said of one day hold for the day that it is compared with.
    private void SameHours(List<TimeSpec> periods)
    {
        if (periods.Count != 2 || periods.FindIndex(period => period.Unit == "hour") is not (>= 0 and var hours) || periods[1 - hours].Unit != "day") return;
        if (periods[hours].Period is not { From: { } from, To: { } to } || periods[1 - hours].Period is not { From: { } day } other) return;
        var begin = day + (from - clock.At(TimeZoneInfo.ConvertTime(from, clock.Zone).Date));
        periods[1 - hours] = periods[1 - hours] with { Period = other with { From = begin, To = begin + (to - from) }, Unit = "hour" };
    }

    // "between March 14 and March 12", "from Friday to Tuesday of this week": a range whose end comes first is no comparison.
    private static bool Reversed(Sentence sentence, Draft draft)
    {
        for (var i = 0; i + 1 < sentence.Count; i++)
        {
            var next = sentence.Is(i + 1, "and") ? i + 2 : i + 1;
            if (sentence[i] is not TimeToken { Spec: { Kind: TimeKind.Period, Period.From: { } from } first } start) continue;
            if (sentence[next] is not TimeToken { Spec: { Kind: TimeKind.Period, Period.From: { } to } second } end || to >= from) continue;
            var between = sentence.Words.Skip(start.End).Take(end.Start - start.End).Select(word => word.Plain).Where(word => word != "the").ToList();
            if ((sentence.WordBefore(i), between) is not (("between", ["and"]) or ("from", ["to" or "until" or "till" or "through"]))) continue;
            var (before, link) = (sentence.WordBefore(i), between[0]);
            draft.Ask($"That period would end before it begins. Is it {second.Words} to {first.Words} that is meant?",
                new Choice("The days in between", $"{before} {first.Words} {link} {second.Words}", $"{before} {second.Words} {link} {first.Words}"),
                new Choice("The two, compared", $"{before} {first.Words} {link} {second.Words}", $"{first.Words} vs {second.Words}"));
            return true;
        }
        return false;
    }

    private static bool Contains(TimeSpec outer, TimeSpec inner) => outer.Period!.From <= inner.Period!.From && (outer.Period.To is null || outer.Period.To >= inner.Period.To);

    // "weekdays vs the weekend last week": a part of each week, within a period.
    private static void MergeWeekend(Sentence sentence, Draft draft, List<TimeSpec> periods)
    {
        var weekend = periods.FindIndex(period => period.IsWeekend);
        if (weekend < 0) return;
        var weekdays = sentence.Free<ValueToken>().Any(i => ((ValueToken)sentence[i]!).Values.Any(value => value.Dimension == "day_kind"));
        var span = periods.FirstOrDefault(period => !period.IsWeekend);
        if (!weekdays && (span is null || sentence.Has("versus"))) return;
        if (!weekdays && span!.Unit == "day") return;
        periods.RemoveAt(weekend);
        var at = sentence.Tokens.ToList().FindIndex(token => token is TimeToken { Spec.IsWeekend: true });
        draft.Groups.Add(new ValueGroup("day_kind", ["weekend"], at));
    }

    // Hours of a day: of the one day that is named, or of every day of the period.
    private void Narrow(TimeSpec hours, List<TimeSpec> periods, Draft draft, Sentence sentence)
    {
        if (sentence.Has("local") || sentence.Tokens.Any(token => token is DimensionToken { Id: "local_hour" }))
        {
            if (HourFilter("local_hour", hours) is { } local) draft.Filters.Add(local);
            sentence.UseAll("local");
            for (var i = 0; i < sentence.Count; i++) if (sentence[i] is DimensionToken { Id: "local_hour" } && !sentence.Is(i - 1, "by", "per")) sentence.Use(i);
            return;
        }
        if (periods.Count == 0 || (periods.Count == 1 && periods[0].Unit == "day" && periods[0].Period!.From is not null && draft.Before is null))
        {
            var day = periods.Count == 1 ? TimeZoneInfo.ConvertTime(periods[0].Period!.From!.Value, clock.Zone).Date : clock.Today;
            if (periods.Count == 0)
            {
                draft.Ask("Which day is meant?", new Choice("Today", null, "today"), new Choice("Yesterday", null, "yesterday"), new Choice("Every day of the last 7", null, "over the last 7 days"));
                return;
            }
            var (from, to) = (clock.At(day.AddMinutes(hours.FromMinute)), clock.At(day.AddMinutes(hours.ToMinute > hours.FromMinute ? hours.ToMinute : hours.ToMinute + 1440)));
            var text = $"{periods[0].Words} {hours.Words}";
            periods[0] = new TimeSpec(TimeKind.Period, text) { Period = new PlanPeriod(from, to > clock.Now ? null : to, text), Unit = "hour" };
            return;
        }
        // "Yesterday afternoon from 8 to 9 am" contradicts itself: no hours of an hour.
        if (clock.Zone == TimeZoneInfo.Utc && periods.TrueForAll(period => period.Unit != "hour") && HourFilter("hour_of_day", hours) is { } filter) draft.Filters.Add(filter);
        else draft.Ask("Which hours of which day are meant?");
    }

    private static PlanFilter? HourFilter(string dimension, TimeSpec hours)
    {
        if (hours.FromMinute % 60 != 0 || hours.ToMinute % 60 != 0) return null;
        var (from, to) = (hours.FromMinute / 60, (hours.ToMinute / 60) - 1);
        return to >= from
            ? new PlanFilter(dimension, FilterOperator.Between, [$"{from}", $"{to}"])
            : new PlanFilter(dimension, FilterOperator.In, [.. Enumerable.Range(from, 24 - from).Concat(Enumerable.Range(0, to + 1)).Select(hour => $"{hour}")]);
    }
}

using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Parts of days and of weeks: hours of a day, weekends.</summary>
internal sealed partial class TimeRule
{
    private const int MinutesOfDay = 24 * 60;

    // "weekdays vs the weekend last week": a part of each week, within a period.
    private static void MergeWeekend(Sentence sentence, Draft draft, List<TimeSpec> periods)
    {
        var weekend = periods.FindIndex(period => period.IsWeekend);
        if (weekend < 0) return;
        var isAgainstWeekdays = sentence.Free<ValueToken>()
            .Exists(found => found.Token.Values.Any(value => value.Dimension == "day_kind"));
        if (!isAgainstWeekdays)
        {
            var span = periods.Find(period => !period.IsWeekend);
            if (span is null || span.Unit == "day" || sentence.Has("versus")) return;
        }
        periods.RemoveAt(weekend);
        var at = sentence.Tokens.ToList().FindIndex(token => token is TimeToken { Spec.IsWeekend: true });
        draft.Groups.Add(new ValueGroup("day_kind", ["weekend"], at));
    }

    private void HoursOfDays(Sentence sentence, Draft draft, List<TimeSpec> periods, List<TimeSpec> clocks)
    {
        if (clocks.Count == 0) return;
        if (clocks is not [var hours] || periods.Count > 1 || draft.Same || draft.Before is not null) AskWhichHours(draft);
        else if (IsLocal(sentence)) LocalHours(sentence, draft, hours);
        else if (periods is []) AskWhichDay(draft);
        else if (periods is [{ Unit: "day", Period: { From: { } from } } day]) periods[0] = HoursOfDay(day, from, hours);
        // "Yesterday afternoon from 8 to 9 am" contradicts itself: no hours of an hour.
        else if (clock.Zone == TimeZoneInfo.Utc && periods[0].Unit != "hour" && HourFilter("hour_of_day", hours) is { } everyDay)
            draft.Filters.Add(everyDay);
        else AskWhichHours(draft);
    }

    private static bool IsLocal(Sentence sentence) =>
        sentence.Has("local") || sentence.Tokens.Any(token => token is DimensionToken { Id: "local_hour" });

    private static void LocalHours(Sentence sentence, Draft draft, TimeSpec hours)
    {
        if (HourFilter("local_hour", hours) is { } local) draft.Filters.Add(local);
        sentence.UseAll("local");
        for (var i = 0; i < sentence.Count; i++)
            if (sentence[i] is DimensionToken { Id: "local_hour" } && !sentence.Is(i - 1, "by", "per")) sentence.Use(i);
    }

    // Hours of the one day that is named; they may go on into the next one.
    private TimeSpec HoursOfDay(TimeSpec day, DateTimeOffset from, TimeSpec hours)
    {
        var date = TimeZoneInfo.ConvertTime(from, clock.Zone).Date;
        var end = hours.ToMinute > hours.FromMinute ? hours.ToMinute : hours.ToMinute + MinutesOfDay;
        var to = clock.At(date.AddMinutes(end));
        var words = $"{day.Words} {hours.Words}";
        return new TimeSpec(TimeKind.Period, words)
        {
            Period = new PlanPeriod(clock.At(date.AddMinutes(hours.FromMinute)), to > clock.Now ? null : to, words),
            Unit = "hour",
        };
    }

    private static void AskWhichDay(Draft draft) => draft.Ask(
        "Which day is meant?",
        new Choice("Today", null, "today"),
        new Choice("Yesterday", null, "yesterday"),
        new Choice("Every day of the last 7", null, "over the last 7 days"));

    private static void AskWhichHours(Draft draft) => draft.Ask("Which hours of which day are meant?");

    private static PlanFilter? HourFilter(string dimension, TimeSpec hours)
    {
        if (hours.FromMinute % 60 != 0 || hours.ToMinute % 60 != 0) return null;
        var (from, to) = (hours.FromMinute / 60, (hours.ToMinute / 60) - 1);
        if (to >= from) return new PlanFilter(dimension, FilterOperator.Between, [$"{from}", $"{to}"]);
        var overnight = Enumerable.Range(from, 24 - from).Concat(Enumerable.Range(0, to + 1));
        return new PlanFilter(dimension, FilterOperator.In, [.. overnight.Select(hour => $"{hour}")]);
    }

    // "between 9 and 11 am: today vs yesterday": hours that are said of one day hold for the day that it is compared with.
    private void SameHours(List<TimeSpec> periods)
    {
        if (periods.Count != 2) return;
        var hours = periods.FindIndex(period => period.Unit == "hour");
        if (hours < 0 || periods[1 - hours] is not { Unit: "day", Period: { From: { } day } } other) return;
        if (periods[hours].Period is not { From: { } from, To: { } to }) return;
        var begin = day + (from - clock.At(TimeZoneInfo.ConvertTime(from, clock.Zone).Date));
        periods[1 - hours] = other with { Period = other.Period with { From = begin, To = begin + (to - from) }, Unit = "hour" };
    }
}

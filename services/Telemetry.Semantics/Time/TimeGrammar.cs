using Telemetry.Semantics.Language;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Time;

/// <summary>
/// Finds time expressions in words. Ranges are made of moments, moments of days and clock times; every form gives all its matches, and
/// who asks takes the longest that fits with the rest of the question.
/// </summary>
internal sealed partial class TimeGrammar(IReadOnlyList<Word> words, ZonedClock clock)
{
    /// <summary>All time expressions that begin at a word.</summary>
    public IEnumerable<TimeMatch> At(int start)
    {
        foreach (var match in Present(start)) yield return match;
        foreach (var match in Rolling(start)) yield return match;
        foreach (var match in Relative(start)) yield return match;
        foreach (var match in Ranges(start)) yield return match;
        foreach (var match in Moments(start)) yield return match with { Spec = match.Spec with { IsPoint = false } };
        foreach (var match in ClockRanges(start)) yield return match;
    }

    // What word i is, without accents; empty beyond the end.
    private string Plain(int i) => i >= 0 && i < words.Count ? words[i].Plain : "";

    private double? Number(int i) => i >= 0 && i < words.Count ? words[i].Number : null;

    private int? Year(int i) => Number(i) is >= 2000 and < 2200 and var year ? (int)year : null;

    // The word names a day, a month, a unit of time or a number.
    private bool IsCalendarWord(int i) => CalendarWords.Unit(Plain(i)) is not null || IsDateWord(i);

    private bool IsDateWord(int i) =>
        CalendarWords.Weekday(Plain(i)) is not null || CalendarWords.Month(Plain(i)) is not null || Number(i) is not null;

    // The end of a phrase at i, or -1.
    private int Phrase(int i, string phrase)
    {
        foreach (var word in phrase.Split(' '))
        {
            if (Plain(i) != word) return -1;
            i++;
        }
        return i;
    }

    // The end of the longest of these phrases at i, or -1.
    private int AnyPhrase(int i, params ReadOnlySpan<string> phrases)
    {
        var best = -1;
        foreach (var phrase in phrases) best = Math.Max(best, Phrase(i, phrase));
        return best;
    }

    private bool Reads(int i, out int end, params ReadOnlySpan<string> phrases) => (end = AnyPhrase(i, phrases)) > 0;

    private int Skip(int i, params ReadOnlySpan<string> optional) => Reads(i, out var end, optional) ? end : i;

    private string Text(int start, int end) => string.Join(' ', words.Skip(start).Take(end - start).Select(word => word.Plain));

    private PlanPeriod Days(DateTime from, DateTime to, string text) => Between(clock.At(from), clock.At(to), text);

    private PlanPeriod Between(DateTimeOffset from, DateTimeOffset to, string text) => new(from, to > clock.Now ? null : to, text);

    private TimeMatch Match(int start, int end, DateTime from, DateTime to, string unit, bool point = false)
    {
        var text = Text(start, end);
        return new(end, new TimeSpec(TimeKind.Period, text) { Period = Days(from, to, text), Unit = unit, IsPoint = point });
    }

    private TimeMatch OneDay(int start, int end, DateTime day, bool point = false) =>
        Match(start, end, day, day.AddDays(1), "day", point);

    private TimeMatch OneMonth(int start, int end, int year, int month) =>
        Match(start, end, new DateTime(year, month, 1), new DateTime(year, month, 1).AddMonths(1), "month");

    // Part of a day, told in minutes from its midnight.
    private TimeMatch Minutes(int start, int end, DateTime midnight, int from, int to, bool point = false) =>
        Match(start, end, midnight.AddMinutes(from), midnight.AddMinutes(to), "hour", point);

    // A stretch of time that is no calendar unit; open at an end that is null.
    private TimeMatch Stretch(int start, int end, DateTimeOffset? from, DateTimeOffset? to)
    {
        var text = Text(start, end);
        return new(end, new TimeSpec(TimeKind.Period, text) { Period = new PlanPeriod(from, to, text) });
    }

    private DateTime StartOf(TimeMatch match) => clock.Local(match.Spec.Period!.From!.Value);

    private bool HasBegun(DateTime local) => clock.At(local) <= clock.Now;
}

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

    private int AnyPhrase(int i, params ReadOnlySpan<string> phrases)
    {
        var best = -1;
        foreach (var phrase in phrases) best = Math.Max(best, Phrase(i, phrase));
        return best;
    }

    private int Skip(int i, params ReadOnlySpan<string> optional)
    {
        foreach (var word in optional) if (Plain(i) == word) return i + 1;
        return i;
    }

    private string Text(int start, int end) => string.Join(' ', words.Skip(start).Take(end - start).Select(word => word.Plain));

    private PlanPeriod Days(DateTime from, DateTime to, string text) => Between(clock.At(from), clock.At(to), text);

    private PlanPeriod Between(DateTimeOffset from, DateTimeOffset to, string text) => new(from, to > clock.Now ? null : to, text);

    private TimeMatch Match(int start, int end, DateTime from, DateTime to, string unit, bool point = false, double count = 1) =>
        new(end, new TimeSpec(TimeKind.Period, Text(start, end)) { Period = Days(from, to, Text(start, end)), Unit = unit, IsPoint = point, Count = count });
}

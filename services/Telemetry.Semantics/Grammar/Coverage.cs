using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>The rule that keeps answers right: a word that carries something and that no rule has used stops the answer.</summary>
internal static class Coverage
{
    // Words that join and soften; without them the question says the same.
    private static readonly HashSet<string> Optional =
        ["and", "count", "all", "with", "had", "predicate", "which", "list", "as", "worldwide", "only", "also", "instead"];

    /// <summary>Tokens that were not understood where they stand.</summary>
    public static IReadOnlyList<Token> Left(Sentence sentence) =>
    [
        .. Enumerable.Range(0, sentence.Count)
            .Where(i => sentence.IsFree(i) && !CarriesNothing(sentence, i))
            .Select(i => sentence.Tokens[i]),
    ];

    private static bool CarriesNothing(Sentence sentence, int i) => sentence[i] switch
    {
        KeywordToken { Role: var role } when Optional.Contains(role) => true,
        KeywordToken { Role: "but" } => i == 0 || sentence.Is(i + 1, "not") || sentence.Has("same") || sentence.Has("instead"),
        KeywordToken { Role: "when", Text: "when" } => i > 0,
        // "no, Germany" corrects what was said.
        KeywordToken { Role: "not", Text: "no" } => i == 0 && sentence.WordAfter(i) == ",",
        // "Going by 4 to 17 March"; "by Monday" alone would be a deadline.
        KeywordToken { Role: "by", Text: "by" } => sentence.WordBefore(i) is "going" or "judging" && sentence[i + 1] is TimeToken,
        KeywordToken { Role: "meaning" } => DefinesMeasure(sentence, i + 1),
        KeywordToken { Role: "by", Text: "among" or "amongst" or "across" or "across the" or "across all" } => true,
        ComparatorToken { Text: "over" } => IsPreposition(sentence, i),
        _ => false,
    };

    // "The titles that people abandon earliest, meaning the lowest percentage viewed": which of them it is, is said by the measure.
    private static bool DefinesMeasure(Sentence sentence, int i)
    {
        while (sentence[i] is SuperlativeToken or StatisticToken || sentence.Is(i, "count")) i++;
        // "Meaning the highest p95", of the measure that was named.
        return sentence[i] is MeasureToken || sentence[i - 1] is StatisticToken;
    }

    // "over the last 24 hours", "over time"
    private static bool IsPreposition(Sentence sentence, int over) =>
        sentence[over + 1] is TimeToken or DimensionToken or GrainToken || sentence.Is(over + 1, "trend") || IsCarrier(sentence, over + 1);

    // "over PacificOne", "over 4K"; but "over 4k viewers" is a number.
    private static bool IsCarrier(Sentence sentence, int i) =>
        sentence[i] is ValueToken { Values: [{ Dimension: "isp" or "cdn" or "quality" }, ..] } value
        && !(char.IsAsciiDigit(value.Text[0]) && sentence[i + 1] is MeasureToken);
}

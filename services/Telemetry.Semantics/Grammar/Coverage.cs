using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>The rule that keeps answers right: a word that carries something and that no rule has used stops the answer.</summary>
internal static class Coverage
{
    // Words that join and soften; without them the question says the same.
    private static readonly HashSet<string> Optional = ["and", "count", "all", "with", "had", "predicate", "which", "list", "as", "worldwide", "only", "also", "instead"];

    /// <summary>Tokens that were not understood where they stand.</summary>
    public static IReadOnlyList<Token> Left(Sentence sentence) =>
        [.. Enumerable.Range(0, sentence.Count).Where(sentence.IsFree).Where(i => !IsPreposition(sentence, i)).Select(i => sentence[i]!).Where(token => token is not KeywordToken keyword || !Optional.Contains(keyword.Role))];

    // "over PacificOne", "over 4K"; but "over 4k viewers" is a number.
    private static bool IsCarrier(Sentence sentence, int i) => sentence[i] is ValueToken { Values: [{ Dimension: "isp" or "cdn" or "quality" }, ..] } value && !(char.IsAsciiDigit(value.Text[0]) && sentence[i + 1] is MeasureToken);

    // "over the last 24 hours", "over time"
    private static bool IsPreposition(Sentence sentence, int i) => (sentence.Is(i, "but") && (i == 0 || sentence.Is(i + 1, "not") || sentence.Has("same") || sentence.Has("instead"))) || (i > 0 && sentence.Is(i, "when") && sentence[i]!.Text == "when") || (i == 0 && sentence.Is(i, "not") && sentence[i]!.Text == "no" && sentence.WordAfter(i) == ",") || (sentence.Is(i, "by") && sentence[i]!.Text is "among" or "amongst" or "across" or "across the" or "across all") || sentence[i] is ComparatorToken { Text: "over" } && (sentence[i + 1] is TimeToken or DimensionToken || IsCarrier(sentence, i + 1) || sentence.Is(i + 1, "trend") || sentence[i + 1] is GrainToken);
}

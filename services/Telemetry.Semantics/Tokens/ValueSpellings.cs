using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>How a value may be written: its name in other ways, and parts that name it alone.</summary>
internal static class ValueSpellings
{
    private const int FewestOwnWords = 2;

    private static readonly string[] Failures = ["error", "failure", "problem", "issue"];

    /// <summary>"BlueFiber" is written "Blue Fiber" too, NET_TIMEOUT "net timeout", and "The Kepler Garden" without its article.</summary>
    public static IEnumerable<string> Of(string value)
    {
        yield return value;
        var split = string.Concat(value.Select((letter, i) => BeginsWord(value, i) ? $" {letter}" : $"{letter}"));
        if (split != value) yield return split;
        if (value.Contains('_', StringComparison.Ordinal)) yield return value.Replace('_', ' ');
        if (value.Contains(" & ", StringComparison.Ordinal)) yield return value.Replace(" & ", " and ", StringComparison.Ordinal);
        if (HasArticle(value)) yield return value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }

    private static bool HasArticle(string value) =>
        value.StartsWith("The ", StringComparison.OrdinalIgnoreCase) || value.StartsWith("A ", StringComparison.OrdinalIgnoreCase);

    private static bool BeginsWord(string value, int i) => i > 0 && char.IsUpper(value[i]) && char.IsLower(value[i - 1]);

    /// <summary>"DRM errors": a part of one code alone, with the word that says what it is.</summary>
    public static IEnumerable<string> OfCode(string code, HashSet<string> own) =>
        from part in code.Split('_')
        where own.Contains(part)
        from noun in Failures
        select $"{part} {noun}";

    /// <summary>Parts that one code alone has, and that mean nothing else.</summary>
    public static HashSet<string> OwnParts(IEnumerable<string> codes, Lexicon words)
    {
        var parts = codes.SelectMany(code => code.Split('_').Distinct()).CountBy(part => part);
        var own = parts.Where(part => part is { Value: 1, Key.Length: > 2 }).Select(part => part.Key);
        return [.. own.Where(part => !words.Means(Stems.Of(Stems.Plain(part))))];
    }

    /// <summary>Two or more words in a row of a long title. Two of them have to be its own: "the intern" may be anybody.</summary>
    public static IEnumerable<string> PiecesOf(string title, Lexicon words)
    {
        var parts = WordReader.Read(title).FindAll(word => word.Plain is not ("," or "-"));
        for (var from = 0; from < parts.Count; from++)
            for (var to = from + 2; to <= parts.Count; to++)
            {
                if (from == 0 && to == parts.Count) continue;
                var piece = parts.GetRange(from, to - from);
                if (piece.Count(word => IsDistinctive(word, words)) < FewestOwnWords || SmallWords.Contains(piece[^1].Plain)) continue;
                yield return string.Join(' ', piece.Select(word => word.Plain));
            }
    }

    private static bool IsDistinctive(Word word, Lexicon words) =>
        !SmallWords.Contains(word.Plain) && !words.Knows(word.Stem) && word.Number is null;
}

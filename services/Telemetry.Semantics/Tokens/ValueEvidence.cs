using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>
/// Decides whether words that name a value but mean something else as well ("the last hour", "us") are meant as the value: capitals,
/// quotation marks or a word before them have to say so.
/// </summary>
internal static class ValueEvidence
{
    private static readonly HashSet<string> BeforeTitle = ["watched", "watching", "title", "titled", "called", "named", "movie", "show", "film", "viewed", "streamed", "finished", "episode"];
    private static readonly HashSet<string> SmallWords = ["the", "a", "an", "of", "in", "on", "at", "and", "to", "for", "from"];

    /// <summary>The value with what its words and the ones around them say about it.</summary>
    public static ValueToken Judged(IReadOnlyList<Word> words, int start, int end, ValueToken token, List<Token>[] edges)
    {
        var doubtful = IsDoubtful(words, start, end, token, edges);
        return token with { Doubtful = doubtful, Sure = !doubtful && token.Values[0].Dimension == "title" && !token.Partial && end > start + 1 };
    }

    private static bool IsDoubtful(IReadOnlyList<Word> words, int start, int end, ValueToken token, List<Token>[] edges)
    {
        if (words[start].Quoted) return false;
        // "us" and "la" are words; "US", and "the us" or "in us", the country.
        if (end == start + 1 && words[start].Plain == "us") return words[start].Text != "US" && words[Math.Max(0, start - 1)].Plain is not ("the" or "in" or "for" or "from" or "only" or "excluding" or "except" or "not" or "and" or "or" or "vs" or "versus" or "by" or "just" or "outside" or "about" or "across" or "of" or ",");
        // "The states" are a country, "the state" is not.
        if (words[end - 1].Plain == "state" && token.Values[0].Dimension == "country") return true;
        if (end == start + 1 && words[start].Stem == "window" && (words[start].Plain == "window" || (start > 0 && words[start - 1].Plain is "minute" or "hour" or "time" or "day"))) return true;
        if (end == start + 1 && words[start].Plain is "la" or "sf" or "mac" or "pc" or "gb" or "rio") return false;
        if (token.Values.Any(value => value.Dimension != "title")) return false;
        if (!IsReadable(start, end, edges)) return false;
        var capitals = true;
        for (var i = start; i < end; i++) capitals &= words[i].Capital || SmallWords.Contains(words[i].Plain) || words[i].Number is not null;
        var shouting = words.All(word => !word.Text.Any(char.IsLower));
        if (capitals && !shouting && (words[start].Capital || start > 0)) return false;
        var before = start > 0 && SmallWords.Contains(words[start - 1].Plain) ? start - 2 : start - 1;
        return !(before >= 0 && BeforeTitle.Contains(words[before].Plain)) && !(start > 0 && BeforeTitle.Contains(words[start - 1].Plain));
    }

    // Without the value, the words would be understood all the same, as something that carries meaning.
    private static bool IsReadable(int start, int end, List<Token>[] edges)
    {
        var reached = new bool[end + 1];
        reached[start] = true;
        for (var i = start; i < end; i++)
            if (reached[i])
                foreach (var edge in edges[i])
                    if (edge.End <= end && edge is not (UnknownToken or RefusedToken)) reached[edge.End] = true;
        return reached[end];
    }
}

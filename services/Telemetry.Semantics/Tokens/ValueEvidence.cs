using System.Collections.Frozen;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>
/// Decides whether words that name a value but mean something else as well ("the last hour", "us") are meant as the value: capitals,
/// quotation marks or a word before them have to say so.
/// </summary>
internal static class ValueEvidence
{
    private static readonly FrozenSet<string> BeforeTitle =
    [
        "watched", "watching", "title", "titled", "called", "named", "movie", "show", "film", "viewed", "streamed", "finished", "episode",
    ];

    private static readonly FrozenSet<string> BeforeUs =
    [
        "the", "in", "for", "from", "only", "excluding", "except", "not", "and", "or", "vs", "versus", "by", "just", "outside", "about",
        "across", "of", ",",
    ];

    /// <summary>The value with what its words and the ones around them say about it.</summary>
    public static ValueToken Judged(IReadOnlyList<Word> words, int start, int end, ValueToken token, List<Token>[] edges)
    {
        var doubtful = IsDoubtful(words, start, end, token, edges);
        return token with
        {
            Doubtful = doubtful,
            Sure = !doubtful && token.Values[0].Dimension == "title" && !token.Partial && end > start + 1,
        };
    }

    private static bool IsDoubtful(IReadOnlyList<Word> words, int start, int end, ValueToken token, List<Token>[] edges)
    {
        if (words[start].Quoted) return false;
        var alone = end == start + 1;
        if (alone && words[start].Plain == "us") return !IsCountry(words, start);
        // "The states" are a country, "the state" is not.
        if (words[end - 1].Plain == "state" && token.Values[0].Dimension == "country") return true;
        if (alone && IsTimeWindow(words, start)) return true;
        if (alone && words[start].Plain is "la" or "sf" or "mac" or "pc" or "gb" or "rio") return false;
        if (token.Values.Any(value => value.Dimension != "title")) return false;
        return IsReadable(start, end, edges) && !IsCapital(words, start, end) && !FollowsTitleWord(words, start);
    }

    // "us" and "la" are words; "US", and "the us" or "in us", the country.
    private static bool IsCountry(IReadOnlyList<Word> words, int start) =>
        words[start].Text == "US" || BeforeUs.Contains(words[Math.Max(0, start - 1)].Plain);

    // "a window of an hour", "five minute windows": no Windows.
    private static bool IsTimeWindow(IReadOnlyList<Word> words, int start)
    {
        if (words[start].Stem != "window") return false;
        return words[start].Plain == "window" || (start > 0 && words[start - 1].Plain is "minute" or "hour" or "time" or "day");
    }

    // Written like a title, in a question that isn't written in capitals throughout.
    private static bool IsCapital(IReadOnlyList<Word> words, int start, int end)
    {
        for (var i = start; i < end; i++)
            if (!words[i].Capital && !SmallWords.Contains(words[i].Plain) && words[i].Number is null) return false;
        var shouting = words.All(word => !word.Text.Any(char.IsLower));
        // At the beginning of a question even a small word has its capital in a title.
        return !shouting && (words[start].Capital || start > 0);
    }

    // "the movie The Last Hour", "watched the last hour"
    private static bool FollowsTitleWord(IReadOnlyList<Word> words, int start)
    {
        if (start == 0) return false;
        if (BeforeTitle.Contains(words[start - 1].Plain)) return true;
        return start > 1 && SmallWords.Contains(words[start - 1].Plain) && BeforeTitle.Contains(words[start - 2].Plain);
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

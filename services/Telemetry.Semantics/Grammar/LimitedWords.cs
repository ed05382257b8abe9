using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>What the words around a limit say that it limits.</summary>
internal static class LimitedWords
{
    /// <summary>The id of the measure right behind the limit, or else of the nearest one before it, or behind.</summary>
    public static string? Measure(Sentence sentence, SaidLimit limit)
    {
        if (sentence[limit.Last + 1] is MeasureToken next) return next.Id;
        var before = sentence.Tokens.Take(limit.First).OfType<MeasureToken>().LastOrDefault();
        return before?.Id ?? sentence.Tokens.Skip(limit.Last + 1).OfType<MeasureToken>().FirstOrDefault()?.Id;
    }

    /// <summary>"Watched for a total of more than 10 hours".</summary>
    public static bool FollowsWatching(Sentence sentence, int at)
    {
        if (sentence[at] is not { Start: > 0 } token) return false;
        var before = token.Start - 1;
        while (before > 0 && sentence.Words[before].Plain is "for" or "a" or "total" or "of") before--;
        return sentence.Words[before].Plain is "watched" or "streamed" or "viewed" or "watch" or "stream";
    }

    /// <summary>It is the length of titles that is limited: "thrillers under 90 minutes", "over an hour long".</summary>
    public static bool IsAboutTitles(Sentence sentence, SaidLimit limit)
    {
        if (sentence[limit.Last + 1] is MeasureToken { Id: "watch_time" or "watch_duration" or "startup_time" or "buffering_duration" })
            return false;
        if (sentence.Is(limit.Last + 1, "length")) return true;
        return sentence[sentence.Before(limit.First - 1, "predicate", "with", "had", "only", "length")]
            is DimensionToken { Id: "title" or "genre" }
            or ValueToken { Values: [{ Dimension: "genre" or "title" }, ..] }
            or MeasureToken { Id: "title_length" };
    }

    /// <summary>There is something else to measure, so that the titles are a condition and not the answer.</summary>
    public static bool MeasuresElse(Sentence sentence) => sentence.Tokens.Any(token => token
        is MeasureToken { Id: not "title_length" }
        or AmbiguousToken
        or KeywordToken { Role: "share", Text: "how much of" });

    /// <summary>"Excluding titles with fewer than 30 sessions": index of the word that excludes, or null.</summary>
    public static int? Excluding(Sentence sentence, int at)
    {
        var before = sentence.Before(at - 1, "with", "had", "predicate", "all");
        return sentence[before] is DimensionToken && sentence.IsFree(before - 1, "not") ? before - 1 : null;
    }
}

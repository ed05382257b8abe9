using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Hours and minutes as what is measured: "how many hours were watched", "which country streams the most hours".</summary>
internal static class SpokenTime
{
    private const string WatchTime = "watch_time";

    /// <summary>"How many minutes does the average viewer watch". Told per viewer, which is left to the rule for ratios.</summary>
    public static bool MinutesOfTypical(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (!question.IsWatching || !question.IsOfAudience || !question.Measures.Keys.Any(question.IsTypical)) return false;
        if (!sentence.All("howLong").Any(i => sentence[i]!.Text == "how many minutes")) return false;
        sentence.UseAll("howLong");
        return question.Measure(WatchTime);
    }

    /// <summary>"How many hours were watched".</summary>
    public static bool HoursAlone(SpokenQuestion question)
    {
        if (question.Measures.Count > 0 || !question.IsWatching || Hours(question.Sentence) is not { } hours) return false;
        question.Sentence.Use(hours);
        return question.Measure(WatchTime);
    }

    /// <summary>"How many hours did viewers in Spain watch".</summary>
    public static bool HoursOfAudience(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (question.Measures.Count == 0 || !question.IsOfAudience || !question.IsWatching) return false;
        if (Hours(sentence) is not { } hours) return false;
        // Of "the average viewer" it is told per viewer, which is left to the rule for ratios.
        foreach (var i in question.Measures.Keys) if (!question.IsTypical(i) && !IsEachOf(sentence, i)) sentence.Use(i);
        sentence.Use(hours);
        return question.Measure(WatchTime);
    }

    /// <summary>"Hours of Steel Monsoon watched".</summary>
    public static bool HoursOf(SpokenQuestion question)
    {
        if (question.Measures.Count > 0 || !question.IsWatching) return false;
        return FreeHours(question, i => question.Sentence.WordAfter(i) == "of") is { } hours && Watched(question, hours);
    }

    /// <summary>"Which country streams the most hours".</summary>
    public static bool MostHours(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (!question.IsOfAudience) return false;
        if (FreeHours(question, i => sentence[i - 1] is SuperlativeToken || IsMore(sentence[i - 1])) is not { } hours) return false;
        // "Which country streams": a verb that is read as a noun.
        if (!question.IsWatching && !question.Measures.Keys.Any(i => sentence[i - 1] is DimensionToken)) return false;
        return Watched(question, hours);
    }

    // "Are we streaming more hours today than yesterday"
    private static bool IsMore(Token? token) => token is KeywordToken { Role: "change", Text: "more" or "fewer" or "less" };

    private static bool Watched(SpokenQuestion question, int hours)
    {
        question.UseMeasures();
        question.Sentence.Use(hours);
        return question.Measure(WatchTime);
    }

    private static int? FreeHours(SpokenQuestion question, Func<int, bool> fits)
    {
        foreach (var (i, unit) in question.Sentence.Free<UnitToken>()) if (unit is { Unit: "hour", Plural: true } && fits(i)) return i;
        return null;
    }

    // "how many hours"
    private static int? Hours(Sentence sentence)
    {
        foreach (var i in sentence.All("count")) if (sentence[i + 1] is UnitToken { Unit: "hour" } && sentence.IsFree(i + 1)) return i + 1;
        return null;
    }

    // "per viewer", "how many hours did each viewer watch"
    private static bool IsEachOf(Sentence sentence, int i) =>
        sentence.Is(i - 1, "per") || (sentence.Is(i - 1, "by") && !sentence[i]!.Plural);
}

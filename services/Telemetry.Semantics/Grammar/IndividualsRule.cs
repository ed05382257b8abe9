using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Single sessions and viewers: "sessions with more than 30 stalls", "top 5 viewers by watch time".</summary>
internal sealed class IndividualsRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Dimensions.Count > 0 || sentence.Any<DimensionToken>() || sentence.Any<UnitToken>() || sentence.Has("share")) return;
        foreach (var (i, who) in sentence.Free<MeasureToken>())
        {
            if (who is not { Id: "viewers" or "sessions", Plural: true } || sentence.Is(i - 1, "count", "by", "per")) continue;
            var isLongest = who.Id == "sessions" && IsLongest(sentence, i);
            if (isLongest && sentence.Free<MeasureToken>().Count == 1) draft.Measures.Add(new PlanMeasure("watch_duration"));
            if (!isLongest && !IsLimited(sentence, draft, i, who) && !IsRanked(sentence, i, who) && !HaveTheMost(sentence, i)) continue;
            sentence.Use(i);
            draft.AddDimension(who.Id == "viewers" ? "customer" : "session");
            draft.Listed = true;
            return;
        }
    }

    // "sessions with more than 30 stalls"
    private static bool IsLimited(Sentence sentence, Draft draft, int i, MeasureToken who) =>
        draft.Limited.FirstOrDefault() is { } limited && limited != who.Id && IsListed(sentence, i);

    // "The 4 longest sessions", "list the shortest sessions": several of them, so they are listed.
    private static bool IsLongest(Sentence sentence, int i)
    {
        if (sentence[i - 1] is QuantityToken { IsCount: true }) return IsLength(sentence[i - 2]);
        return IsLength(sentence[i - 1]) && (sentence[i - 2] is QuantityToken { IsCount: true } || sentence.Is(i - 2, "list", "which"));
    }

    private static bool IsLength(Token? token) => token is SuperlativeToken { Kind: "long" or "short" };

    // "top 5 viewers by watch time"
    private static bool IsRanked(Sentence sentence, int i, MeasureToken who)
    {
        var isSuperlative = sentence[i - 1] is SuperlativeToken { Text: "top" or "bottom" or "worst" or "best" or "biggest" }
            || (sentence[i - 1] is QuantityToken && sentence[i - 2] is SuperlativeToken);
        return isSuperlative && sentence.Free<MeasureToken>().Exists(by =>
            by.At > i && by.Token.Id != who.Id && by.Token.Id is not ("viewers" or "active_viewers"));
    }

    // "which sessions had the most stalls"
    private static bool HaveTheMost(Sentence sentence, int i) =>
        IsListed(sentence, i) && Enumerable.Range(i + 1, sentence.Count - i - 1).Any(at =>
            sentence[at] is SuperlativeToken
            && sentence[at + 1] is MeasureToken { Id: not ("viewers" or "sessions" or "active_viewers") }
            && sentence.IsFree(at + 1));

    private static bool IsListed(Sentence sentence, int i) => i == 0 || sentence.Is(i - 1, "list", "which", "all");
}

using Telemetry.Semantics.FollowUps;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// What a question without a ranking lists: "countries with more than 100 viewers", "which CDNs", "list all ISPs", "error codes of the
/// last day".
/// </summary>
internal sealed class ListedRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Ranking is not null || draft.Sort) return;
        foreach (var (i, token) in sentence.Free<DimensionToken>())
        {
            var isCounted = sentence.Is(i - 1, "count");
            if (isCounted && (token.Id != "title" || draft.Measures.Count == 0)) continue;
            var isGenericTitle = IsGenericTitle(sentence, draft, i, token);
            if (!isGenericTitle && !IsSubject(sentence, draft, i, token)) continue;
            sentence.Use(i);
            if (isGenericTitle) continue;
            draft.AddDimension(token.Id);
            draft.Listed |= token.Plural || sentence.Has("which") || sentence.Has("list");
        }
    }

    // A dimension without "by" groups where it is what the question is about.
    private static bool IsSubject(Sentence sentence, Draft draft, int i, DimensionToken token) =>
        token.Plural
        || i == 0
        || IsIntroduced(sentence, i)
        || IsOneOfSeveral(sentence, draft, i)
        || sentence.WordAfter(i) is "wise" or "level" or "breakdown"
        || draft.Distribution || draft.Compare || draft.Analysis == Analysis.Share
        || (draft.Thresholds.Count > 0 && i <= 2)
        || sentence.Has("instead")
        || FollowUp.OpensLoosely(sentence);

    // "which CDN", "which US state", "list every ISP"
    private static bool IsIntroduced(Sentence sentence, int i) =>
        sentence.Is(i - 1, "which", "list", "all") || (sentence[i - 1] is ValueToken && sentence.Is(i - 2, "which"));

    // "country and device", "country, device"
    private static bool IsOneOfSeveral(Sentence sentence, Draft draft, int i) =>
        sentence[i - 1] is DimensionToken
        || (sentence.Is(i - 1, "and") && sentence[i - 2] is DimensionToken)
        || (sentence.Is(i + 1, "and") && sentence[i + 2] is DimensionToken && draft.Measures.Count > 0);

    // "completion rate for kids titles", "watch time of content": what is watched anyway, not what is asked for one by one.
    private static bool IsGenericTitle(Sentence sentence, Draft draft, int i, DimensionToken token)
    {
        if (token.Id != "title" || draft is not { Measures.Count: > 0, Thresholds.Count: 0, Analysis: Analysis.Aggregate }) return false;
        if (sentence.Is(i - 1, "which") || sentence.Is(i - 2, "which") || sentence.Has("list")) return false;
        return token.Text is "content" or "video" or "videos" or "programming"
            || sentence[i - 1] is ValueToken { Values: [{ Dimension: "genre" }, ..] }
            || sentence[i + 1] is ValueToken { Values: [{ Dimension: "title" }, ..] };
    }
}

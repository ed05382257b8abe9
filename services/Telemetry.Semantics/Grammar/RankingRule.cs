using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"Top 5 countries", "which city had the most stalls", "3 worst ISPs", "busiest day", "sorted from lowest to highest".</summary>
internal sealed class RankingRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (sentence.UseAll("sort")) draft.Sort = true;
        if (sentence.UseAll("reverse")) (draft.Sort, draft.Reverse) = (true, true);
        // "by count": largest first.
        foreach (var i in sentence.All("count")) if (sentence.Is(i - 1, "by") && sentence.IsFree(i - 1))
        {
            sentence.Use(i - 1);
            draft.Sort = true;
        }
        foreach (var i in sentence.Free<SuperlativeToken>())
        {
            var token = (SuperlativeToken)sentence[i]!;
            if (draft.Analysis == Plans.Analysis.Anomaly && token.Text is "high" or "low")
            {
                sentence.Use(i);
                continue;
            }
            if (draft.Ranking is { } earlier)
            {
                // "top 10 most watched titles", "sort from lowest to highest and show the worst 3": one ranking in two words.
                var merged = Merge(earlier, token);
                if (merged is null) return;
                sentence.Use(i);
                draft.Ranking = merged;
                TakeCount(sentence, draft, i);
                continue;
            }
            sentence.Use(i);
            draft.Sort |= token.Text.Contains("order", StringComparison.Ordinal) || token.Text.EndsWith(" first", StringComparison.Ordinal) || token.Text.Contains(" to ", StringComparison.Ordinal) || token.Text is "ascending" or "descending" or "asc" or "desc";
            draft.Ranking = new Ranking(token.Kind, null, false, token.Text);
            TakeCount(sentence, draft, i);
        }
        if (draft.Ranking is null && !draft.Sort) { Listed(sentence, draft); return; }
        draft.Which = sentence.All("which").Any(i => sentence[i]!.Text is not ("what" or "who"));
        TakeDimension(sentence, draft);
        // "Which sessions had the most stalls": several of them.
        if (draft.Dimensions is ["customer" or "session"] && draft.Ranking is { Count: null } several) draft.Ranking = several with { Plural = true };
        foreach (var i in sentence.Free<QuantityToken>().Where(i => ((QuantityToken)sentence[i]!) is { Unit: null } quantity && draft.Ranking is { Count: null } && IsCount(quantity) && Names(sentence, i)))
        {
            sentence.Use(i);
            draft.Ranking = draft.Ranking! with { Count = (int)((QuantityToken)sentence[i]!).Value };
        }
    }

    // "which 5 hours", "3 titles with the most plays": the number stands before what is ranked.
    private static bool Names(Sentence sentence, int i) => sentence[i + 1] is DimensionToken or UnitToken or ValueToken or SuperlativeToken || sentence.Is(i - 1, "which") || sentence.Is(i - 1, "only") || i == sentence.Count - 1;

    private static bool IsCount(QuantityToken quantity) => quantity.Value % 1 == 0 && quantity.Value is >= 1 and <= 1000;

    private static Ranking? Merge(Ranking earlier, SuperlativeToken token)
    {
        if (earlier.Kind == "most" && earlier.Word == "top") return earlier with { Kind = token.Kind, Word = token.Text };
        if (token.Text == "limit" || token.Kind == earlier.Kind || (token.Text == "top" && earlier.Kind is "busy" or "popular" or "common" or "played" or "best" or "worst" or "reliable" or "unreliable" or "fast" or "slow" or "long" or "short")) return earlier;
        if (earlier.Word.Contains(" to ", StringComparison.Ordinal) || earlier.Word is "ascending" or "descending" or "asc" or "desc") return earlier with { Kind = token.Kind is "worst" or "best" ? token.Kind : earlier.Kind };
        if (token.Text.Contains(" to ", StringComparison.Ordinal) || token.Text.Contains("first", StringComparison.Ordinal)) return earlier;
        return earlier.Kind is "best" or "worst" && token.Kind is "most" or "least" or "long" or "short" or "fast" or "slow" && earlier.Word != token.Text ? earlier with { Kind = token.Kind } : null;
    }

    private static void TakeCount(Sentence sentence, Draft draft, int i)
    {
        foreach (var near in new[] { i + 1, i - 1 })
            if (sentence.IsFree(near) && sentence[near] is QuantityToken { Unit: null } quantity && IsCount(quantity) && sentence[near + 1] is not MeasureToken { Id: "nothing" } && draft.Ranking is { Count: null } ranking && !sentence.Is(near - 1, "per"))
            {
                sentence.Use(near);
                draft.Ranking = ranking with { Count = (int)quantity.Value, Plural = true };
                return;
            }
    }

    // What is ranked: a dimension that no "by" has taken.
    private static void TakeDimension(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.Free<DimensionToken>())
        {
            var token = (DimensionToken)sentence[i]!;
            sentence.Use(i);
            draft.AddDimension(token.Id);
            if (draft.Ranking is { } ranking) draft.Ranking = ranking with { Plural = ranking.Plural || (token.Plural && !sentence.Is(i - 1, "worldwide") && !sentence.Is(i - 1, "all")) };
            draft.Listed = true;
        }
        // "top 6 documentaries", "the most viewed documentary": titles of that genre.
        var genre = Enumerable.Range(0, sentence.Count).FirstOrDefault(i => sentence[i] is ValueToken { Values: [{ Dimension: "genre" }] } value && (value.Plural || ((sentence[i - 1] is SuperlativeToken || sentence.Is(i - 1, "which")) && sentence[i + 1] is not (MeasureToken or AmbiguousToken))), -1);
        if (draft.Ranking is not null && draft.Dimensions.Count == 0 && draft.Grain is null && genre >= 0)
        {
            draft.AddDimension("title");
            draft.Ranking = draft.Ranking with { Plural = draft.Ranking.Plural || sentence[genre]!.Plural };
            draft.Listed = true;
        }
        if (draft.Grain is not null && draft.Ranking is { Count: null } hour && sentence.Tokens.Any(token => token is UnitToken { Plural: true })) draft.Ranking = hour with { Plural = true };
        sentence.UseAll("which");
    }

    // "Countries with more than 100 viewers", "which CDNs", "list all ISPs", "error codes of the last day".
    private static void Listed(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.Free<DimensionToken>())
        {
            var token = (DimensionToken)sentence[i]!;
            var counted = sentence.Is(i - 1, "count");
            if (counted && token.Id != "title") continue;
            if (counted && draft.Measures.Count == 0) continue;
            if (!IsSubject(sentence, draft, i, token)) continue;
            sentence.Use(i);
            if (IsGenericTitle(sentence, draft, i, token)) continue;
            draft.AddDimension(token.Id);
            draft.Listed |= token.Plural || sentence.Has("which") || sentence.Has("list");
        }
    }

    // A dimension without "by" groups where it is what the question is about: "countries with ...", "which CDNs", "device breakdown", "country-wise".
    private static bool IsSubject(Sentence sentence, Draft draft, int i, DimensionToken token) =>
        token.Plural || i == 0 || (sentence.Is(i + 1, "and") && sentence[i + 2] is DimensionToken && draft.Measures.Count > 0) || (sentence.Is(i - 1, "and") && sentence[i - 2] is DimensionToken) || sentence[i - 1] is DimensionToken || draft.Distribution || draft.Analysis == Plans.Analysis.Share || draft.Compare || sentence.Has("instead") || sentence.Is(i - 1, "which") || sentence.Is(i - 1, "list") || sentence.WordAfter(i) is "wise" or "level" or "breakdown" || IsGenericTitle(sentence, draft, i, token)
        || (sentence[i - 1] is ValueToken && sentence.Is(i - 2, "which")) || sentence.Is(i - 1, "all") || (draft.Thresholds.Count > 0 && i <= 2) || FollowUps.FollowUp.OpensLoosely(sentence);

    // "completion rate for kids titles", "watch time of content": what is watched anyway, not what is asked for one by one.
    private static bool IsGenericTitle(Sentence sentence, Draft draft, int i, DimensionToken token) =>
        token.Id == "title" && draft.Measures.Count > 0 && draft.Thresholds.Count == 0 && !sentence.Is(i - 1, "which") && !sentence.Is(i - 2, "which") && !sentence.Has("list") && draft.Analysis == Plans.Analysis.Aggregate
        && (token.Text is "content" or "video" or "videos" or "programming" || (sentence[i - 1] is ValueToken before && before.Values[0].Dimension == "genre") || (sentence[i + 1] is ValueToken after && after.Values[0].Dimension == "title"));
}

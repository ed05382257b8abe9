using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"Top 5 countries", "which city had the most stalls", "3 worst ISPs", "busiest day", "sorted from lowest to highest".</summary>
internal sealed class RankingRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        Sort(sentence, draft);
        if (!TakeSuperlatives(sentence, draft) || !TakePlace(sentence, draft) || (draft.Ranking is null && !draft.Sort)) return;
        draft.Which = sentence.All("which").Any(i => sentence[i]!.Text is not ("what" or "who"));
        TakeDimensions(sentence, draft);
        TakeGenre(sentence, draft);
        // "busiest hours"
        if (draft is { Grain: not null, Ranking: { Count: null } buckets } && HasPluralUnit(sentence))
            draft.Ranking = buckets with { Plural = true };
        sentence.UseAll("which");
        // "Which sessions had the most stalls": several of them.
        if (draft.Dimensions is ["customer" or "session"] && draft.Ranking is { Count: null } several)
            draft.Ranking = several with { Plural = true };
        TakeNumber(sentence, draft);
    }

    private static bool HasPluralUnit(Sentence sentence) => sentence.Tokens.Any(token => token is UnitToken { Plural: true });

    private static void Sort(Sentence sentence, Draft draft)
    {
        if (sentence.UseAll("sort")) draft.Sort = true;
        if (sentence.UseAll("reverse")) (draft.Sort, draft.Reverse) = (true, true);
        // "by count": largest first.
        foreach (var i in sentence.All("count"))
        {
            if (!sentence.IsFree(i - 1, "by")) continue;
            sentence.Use(i - 1);
            draft.Sort = true;
        }
    }

    // False when there are two that do not go together.
    private static bool TakeSuperlatives(Sentence sentence, Draft draft)
    {
        foreach (var (i, token) in sentence.Free<SuperlativeToken>())
        {
            if (draft.Analysis == Analysis.Anomaly && token.Text is "high" or "low")
            {
                sentence.Use(i);
                continue;
            }
            // "Earliest" ranks how far people get, nothing else.
            if (token.Kind == "early" && !draft.Measures.Exists(measure => measure.Id == "retention_rate")) continue;
            if (draft.Ranking is { } earlier)
            {
                // "top 10 most watched titles", "sort from lowest to highest and show the worst 3": one ranking in two words.
                if ((Defined(sentence, i, earlier, token) ?? Merge(earlier, token)) is not { } merged) return false;
                draft.Ranking = merged;
            }
            else
            {
                draft.Sort |= IsOrder(token.Text);
                draft.Ranking = new Ranking(token.Kind, null, false, token.Text);
            }
            sentence.Use(i);
            TakeCount(sentence, draft, i);
        }
        return true;
    }

    // "The second busiest", "which comes third". False when there are several, or a number of rows as well.
    private static bool TakePlace(Sentence sentence, Draft draft)
    {
        if (sentence.Free<OrdinalToken>() is not [var (i, ordinal), .. var others]) return true;
        if (others.Count > 0 || draft.Ranking is { Count: not null } || !(draft.Ranking is not null || ordinal.Whole)) return false;
        sentence.Use(i);
        draft.Ranking = (draft.Ranking ?? new Ranking("most", null, false, "top")) with { Count = 1, Place = ordinal.Place };
        return true;
    }

    // "Most popular titles, meaning the highest watch time": what is meant takes the place of the vague word.
    private static Ranking? Defined(Sentence sentence, int i, Ranking earlier, SuperlativeToken token) =>
        sentence.Is(i - 1, "meaning") && IsMeasured(token.Kind) && earlier.Kind is "popular" or "busy" or "common" or "played" or "reliable"
            ? earlier with { Kind = token.Kind, Word = token.Text }
            : null;

    // "in descending order", "lowest first", "from lowest to highest"
    private static bool IsOrder(string text) =>
        text.Contains("order", StringComparison.Ordinal)
        || text.EndsWith(" first", StringComparison.Ordinal)
        || text.Contains(" to ", StringComparison.Ordinal)
        || IsDirection(text);

    private static bool IsDirection(string text) => text is "ascending" or "descending" or "asc" or "desc";

    private static Ranking? Merge(Ranking earlier, SuperlativeToken token)
    {
        if (earlier is { Kind: "most", Word: "top" }) return earlier with { Kind = token.Kind, Word = token.Text };
        if (SaysNothingNew(earlier, token)) return earlier;
        if (earlier.Word.Contains(" to ", StringComparison.Ordinal) || IsDirection(earlier.Word))
            return token.Kind is "worst" or "best" ? earlier with { Kind = token.Kind } : earlier;
        if (token.Text.Contains(" to ", StringComparison.Ordinal) || token.Text.Contains("first", StringComparison.Ordinal)) return earlier;
        if (earlier.Kind == "early" && token.Kind is "least" or "worst") return earlier;
        // "The fewest stalls, best three"
        if (IsMeasured(earlier.Kind) && IsJudgement(token.Kind)) return earlier with { Verdict = token.Kind };
        var saysByWhat = IsJudgement(earlier.Kind) && IsMeasured(token.Kind) && earlier.Word != token.Text;
        return saysByWhat ? earlier with { Kind = token.Kind } : null;
    }

    private static bool SaysNothingNew(Ranking earlier, SuperlativeToken token) =>
        token.Text == "limit"
        || token.Kind == earlier.Kind
        || token.Text == "top";

    private static bool IsJudgement(string kind) => kind is "best" or "worst";

    private static bool IsMeasured(string kind) => kind is "most" or "least" or "long" or "short" or "fast" or "slow";

    private static void TakeCount(Sentence sentence, Draft draft, int i)
    {
        foreach (var near in new[] { i + 1, i - 1 })
        {
            if (draft.Ranking is not { Count: null } ranking) return;
            if (!sentence.IsFree(near) || sentence[near] is not QuantityToken { IsCount: true } quantity) continue;
            if (sentence[near + 1] is MeasureToken { Id: "nothing" } || sentence.Is(near - 1, "per")) continue;
            sentence.Use(near);
            draft.Ranking = ranking with { Count = (int)quantity.Value, Plural = true };
            return;
        }
    }

    // What is ranked: a dimension that no "by" has taken.
    private static void TakeDimensions(Sentence sentence, Draft draft)
    {
        foreach (var (i, token) in sentence.Free<DimensionToken>())
        {
            sentence.Use(i);
            if (IsOfGenre(sentence, i) && (draft.Dimensions.Count > 0 || draft.Grain is not null)) continue;
            draft.AddDimension(token.Id);
            draft.Listed = true;
            if (draft.Ranking is not { } ranking) continue;
            var plural = token.Plural && !sentence.Is(i - 1, "worldwide", "all");
            draft.Ranking = ranking with { Plural = ranking.Plural || plural };
        }
    }

    // "The busiest weekday for Kids titles": what is watched, not what is ranked as "the top Kids titles" are.
    private static bool IsOfGenre(Sentence sentence, int i) =>
        sentence[i] is DimensionToken { Id: "title" }
        && sentence[i - 1] is ValueToken { Values: [{ Dimension: "genre" }, ..] } genre
        && sentence.WordsBefore(i - 1, 1).Any(word => word is "for" or "of" or "in" or "with" or "on")
        && genre.End == sentence[i]!.Start;

    // "top 6 documentaries", "the most viewed documentary": titles of that genre.
    private static void TakeGenre(Sentence sentence, Draft draft)
    {
        if (draft is not { Ranking: { } ranking, Dimensions.Count: 0, Grain: null }) return;
        var genre = Enumerable.Range(0, sentence.Count).FirstOrDefault(i => IsRankedGenre(sentence, i), -1);
        if (genre < 0) return;
        draft.AddDimension("title");
        draft.Ranking = ranking with { Plural = ranking.Plural || sentence[genre]!.Plural };
        draft.Listed = true;
    }

    private static bool IsRankedGenre(Sentence sentence, int i)
    {
        if (sentence[i] is not ValueToken { Values: [{ Dimension: "genre" }] } genre) return false;
        if (genre.Plural) return true;
        var introduced = sentence[i - 1] is SuperlativeToken || sentence.Is(i - 1, "which");
        return introduced && sentence[i + 1] is not (MeasureToken or AmbiguousToken);
    }

    // "which 5 hours", "3 titles with the most plays": the number stands before what is ranked.
    private static void TakeNumber(Sentence sentence, Draft draft)
    {
        foreach (var (i, quantity) in sentence.Free<QuantityToken>())
        {
            if (draft.Ranking is not { Count: null } ranking) return;
            if (!quantity.IsCount || !StandsBeforeRanked(sentence, i)) continue;
            sentence.Use(i);
            draft.Ranking = ranking with { Count = (int)quantity.Value };
        }
    }

    private static bool StandsBeforeRanked(Sentence sentence, int i) =>
        sentence[i + 1] is DimensionToken or UnitToken or ValueToken or SuperlativeToken
        || sentence.Is(i - 1, "which", "only")
        || i == sentence.Count - 1;
}

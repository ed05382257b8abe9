using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Questions about titles themselves: "how long is ...", "what genre is ...", "list the kids titles shorter than 15 minutes".
/// </summary>
internal sealed class TitleRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (MeasuresWatching(sentence) || !IsOnlyAboutTitles(sentence, draft)) return;
        var about = new AboutTitles(sentence, draft);
        if (!about.IsAsked) return;
        draft.Analysis = Analysis.Titles;
        TakeDimensions(sentence, draft);
        TakeSuperlatives(sentence, draft);
        Measure(sentence, draft, about);
        sentence.UseAll("howLong", "length", "list", "which", "count", "all", "and", "predicate", "with", "had");
        foreach (var (i, _) in sentence.Free<MeasureToken>()) sentence.Use(i);
        if (about.NamesTitle) foreach (var (i, _) in sentence.Free<AmbiguousToken>()) sentence.Use(i);
    }

    private static bool MeasuresWatching(Sentence sentence) =>
        sentence.Tokens.Any(token => token is MeasureToken { Id: not "title_length" } or AmbiguousToken { Word: not "duration" });

    private static bool IsOnlyAboutTitles(Sentence sentence, Draft draft) =>
        draft is { Analysis: Analysis.Aggregate, Time: null, Now: false, Grain: null }
        && draft.Groups.TrueForAll(group => IsOfTitles(group.Dimension))
        && draft.Filters.TrueForAll(filter => IsOfTitles(filter.Dimension))
        && sentence.Tokens.OfType<DimensionToken>().All(token => IsOfTitles(token.Id));

    private static bool IsOfTitles(string dimension) => dimension is "title" or "genre" or "title_minutes";

    private static void TakeDimensions(Sentence sentence, Draft draft)
    {
        foreach (var (i, token) in sentence.Free<DimensionToken>())
        {
            sentence.Use(i);
            if (sentence.Is(i - 1, "by", "per")) sentence.Use(i - 1);
            else if (token.Id != "genre") continue;
            draft.AddDimension(token.Id);
        }
    }

    private static void TakeSuperlatives(Sentence sentence, Draft draft)
    {
        foreach (var (i, token) in sentence.Free<SuperlativeToken>())
        {
            sentence.Use(i);
            var ranking = new Ranking(token.Kind is "short" or "least" ? "short" : "long", null, false, token.Text);
            foreach (var near in new[] { i + 1, i - 1, i - 2 })
            {
                if (sentence[near] is not QuantityToken { Unit: null, Value: >= 1 and <= 1000 } number || !sentence.IsFree(near)) continue;
                sentence.Use(near);
                ranking = ranking with { Count = (int)number.Value, Plural = true };
                break;
            }
            draft.Ranking = ranking;
        }
    }

    private static void Measure(Sentence sentence, Draft draft, AboutTitles about)
    {
        if (draft.Ranking is { } ranking)
        {
            if (draft.Dimensions.Count == 0) draft.AddDimension("title");
            draft.Measures.Add(new PlanMeasure("title_length") { Statistic = "avg" });
            draft.Ranking = ranking with { Plural = ranking.Plural || about.IsPlural };
            return;
        }
        var counted = sentence.Has("count") && !sentence.Has("howLong");
        var severalTitles = draft.Groups.Exists(group => group is { Dimension: "title", Values.Count: > 1 });
        if (about.AsksLength)
        {
            draft.Measures.Add(new PlanMeasure("title_length") { Statistic = MeasureRule.Named(draft.Statistic ?? "avg") });
            if (severalTitles) draft.AddDimension("title");
        }
        else if (counted) draft.Measures.Add(new PlanMeasure("title_count"));
        else if (!about.NamesTitle && draft.Dimensions.Count == 0) draft.AddDimension("title");
        if (severalTitles && !counted) draft.AddDimension("title");
    }
}

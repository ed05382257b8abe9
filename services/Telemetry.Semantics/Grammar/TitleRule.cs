using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Questions about titles themselves: "how long is ...", "what genre is ...", "list the kids titles shorter than 15 minutes".</summary>
internal sealed class TitleRule : IRule
{
    private static readonly string[] OfTitles = ["title", "genre", "title_minutes"];

    public void Apply(Sentence sentence, Draft draft)
    {
        if (sentence.Tokens.Any(token => token is MeasureToken { Id: not "title_length" } or AmbiguousToken { Word: not "duration" }) || draft.Analysis != Analysis.Aggregate) return;
        if (draft.Time is not null || draft.Now || draft.Grain is not null) return;
        if (draft.Groups.Any(group => !OfTitles.Contains(group.Dimension)) || draft.Filters.Any(filter => !OfTitles.Contains(filter.Dimension))) return;
        if (sentence.Tokens.OfType<DimensionToken>().Any(token => !OfTitles.Contains(token.Id))) return;
        var title = draft.Groups.Any(group => group.Dimension == "title");
        var dimensions = sentence.Tokens.OfType<DimensionToken>().ToList();
        var aboutTitles = title || dimensions.Count > 0 || draft.Filters.Any(filter => filter.Dimension == "title_minutes") || draft.Groups.Any(group => group.Dimension == "genre");
        if (!aboutTitles) return;
        // A title has one length; of several durations there is an average.
        var isOneNumber = title && !sentence.Tokens.Any(token => token is StatisticToken);
        var length = sentence.Has("howLong")
            || sentence.Has("length")
            || sentence.Tokens.Any(token => token is MeasureToken { Id: "title_length" } || (token is AmbiguousToken { Word: "duration" } && isOneNumber));
        var ranking = sentence.Tokens.OfType<SuperlativeToken>().FirstOrDefault();
        if (ranking is not null && ranking.Kind is not ("long" or "short") && !length) return;
        var named = dimensions.Any(dimension => dimension.Id == "title") || draft.Groups.Any(group => group.Dimension == "genre") || draft.Filters.Any(filter => filter.Dimension == "title_minutes");
        if (!length && ranking is null && !(title && dimensions.Any(dimension => dimension.Id == "genre")) && !((sentence.Has("list") || sentence.Has("which") || sentence.Has("count") || draft.Filters.Any(filter => filter.Dimension == "title_minutes")) && named) && !(sentence.Has("list") && dimensions.Any(dimension => dimension.Id == "genre"))) return;
        // "which titles were watched ..." is about viewers.
        if (!title && !length && ranking is null && sentence.Words.Any(word => word.Plain is "watched" or "viewed" or "streamed" or "played" or "watch" or "popular")) return;
        draft.Analysis = Analysis.Titles;
        Columns(sentence, draft, title, length || ranking is not null, dimensions);
        sentence.UseAll("howLong", "length", "list", "which", "count", "all", "and", "predicate", "with", "had");
        foreach (var i in sentence.Free<MeasureToken>()) sentence.Use(i);
        if (title) foreach (var i in sentence.Free<AmbiguousToken>()) sentence.Use(i);
    }

    private static void Columns(Sentence sentence, Draft draft, bool title, bool length, List<DimensionToken> dimensions)
    {
        foreach (var i in sentence.Free<DimensionToken>())
        {
            var id = ((DimensionToken)sentence[i]!).Id;
            if (sentence.Is(i - 1, "by", "per"))
            {
                draft.AddDimension(id);
                sentence.Use(i - 1);
            }
            else if (id == "genre") draft.AddDimension("genre");
            sentence.Use(i);
        }
        foreach (var i in sentence.Free<SuperlativeToken>())
        {
            sentence.Use(i);
            draft.Ranking = new Ranking(((SuperlativeToken)sentence[i]!).Kind is "short" or "least" ? "short" : "long", null, false, sentence[i]!.Text);
            foreach (var near in new[] { i + 1, i - 1, i - 2 })
                if (sentence.IsFree(near) && sentence[near] is QuantityToken { Unit: null, Value: >= 1 and <= 1000 } quantity)
                {
                    sentence.Use(near);
                    draft.Ranking = draft.Ranking with { Count = (int)quantity.Value, Plural = true };
                    break;
                }
        }
        if (draft.Ranking is { } ranking)
        {
            if (draft.Dimensions.Count == 0) draft.AddDimension("title");
            draft.Measures.Add(new PlanMeasure("title_length") { Statistic = "avg" });
            draft.Ranking = ranking with { Plural = ranking.Plural || dimensions.Any(dimension => dimension.Plural) };
            return;
        }
        var counted = sentence.Has("count") && !sentence.Has("howLong");
        if (counted && !length) draft.Measures.Add(new PlanMeasure("title_count"));
        else if (length)
        {
            draft.Measures.Add(new PlanMeasure("title_length") { Statistic = MeasureRule.Named(draft.Statistic is null ? "avg" : draft.Statistic) });
            if (draft.Groups.Any(group => group.Values.Count > 1 && group.Dimension == "title")) draft.AddDimension("title");
        }
        else if (!title && draft.Dimensions.Count == 0) draft.AddDimension("title");
        if (title && !counted && draft.Groups.Single(group => group.Dimension == "title").Values.Count > 1) draft.AddDimension("title");
    }
}

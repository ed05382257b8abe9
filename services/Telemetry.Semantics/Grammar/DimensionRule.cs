using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>What rows are grouped by: "by country and device", "per ISP", "split by state"; and dimensions that a question is about: "countries with ...".</summary>
internal sealed class DimensionRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (sentence.Free<AmbiguousDimensionToken>().FirstOrDefault(-1) is >= 0 and var unclear)
        {
            var token = (AmbiguousDimensionToken)sentence[unclear]!;
            if (sentence.Tokens.OfType<MeasureToken>().ToList() is [var measure] && catalogue.Words.AmbiguousDimensions[token.Word].Of.TryGetValue(measure.Id, out var meant))
            {
                sentence.Use(unclear);
                draft.AddDimension(meant);
                draft.By = true;
                return;
            }
            draft.Ask($"\"{token.Word}\" can mean several groupings. Which one?", catalogue.Words.AmbiguousDimensions[token.Word].Choices.Select(catalogue.Dimension).Select(dimension => new Choice(dimension.Name, token.Text, $"{token.By} {dimension.Says[0]}")));
            return;
        }
        // "All CDNs together": not one by one.
        foreach (var i in sentence.Free<DimensionToken>())
            if (sentence.Is(i - 1, "all") && sentence.WordAfter(i) is "together" or "combined" or "taken" or "altogether")
            {
                sentence.Use(i);
                sentence.Use(i - 1);
            }
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence.Is(i, "by", "per") || !(sentence.IsFree(i) || (sentence[i + 1] is UnitToken or QuantityToken && !sentence.IsFree(i + 1)))) continue;
            var at = i + 1;
            if (sentence[at] is QuantityToken && !sentence.IsFree(at)) at++;
            // "in each US state"
            if (sentence[at] is ValueToken && !sentence.IsFree(at) && sentence[at + 1] is DimensionToken) at++;
            var found = false;
            // "city by city"
            if (sentence[i - 1] is DimensionToken twice && sentence[i + 1] is DimensionToken again && twice.Id == again.Id) sentence.Use(i - 1);
            // "the slowest among the ISPs" picks one of them.
            if (sentence[i] is { Text: "among" or "amongst" or "across" or "across all" or "of all" } && sentence[at] is DimensionToken { Plural: true } && sentence.Tokens.Any(token => token is SuperlativeToken)) draft.Listed = true;
            while (sentence[at] is DimensionToken or UnitToken or GrainToken or KeywordToken { Role: "and" or "all" or "local" or "by" or "per" } or ValueToken { Values: [{ Dimension: "day_kind" }] })
            {
                if (sentence[at] is DimensionToken dimension && sentence.IsFree(at))
                {
                    draft.AddDimension(dimension.Id);
                    draft.By |= !draft.Listed;
                    sentence.Use(at);
                    found = true;
                }
                else if (sentence[at] is UnitToken unit && sentence.IsFree(at) && found)
                {
                    sentence.Use(at);
                    draft.Grain ??= new Plans.PlanGrain(unit.Unit);
                }
                else if (sentence[at] is not KeywordToken && sentence.IsFree(at)) break;
                at++;
            }
            if (!found && draft.Grain is not null && !sentence.IsFree(i + 1)) found = true;
            if (!found) continue;
            for (var used = i; used < at; used++) if (sentence[used] is KeywordToken) sentence.Use(used);
            if (sentence[at - 1] is KeywordToken) continue;
        }
        OfEach(sentence, draft);
        // "by hour of the day, local time" is one thing.
        if (draft.Dimensions.Contains("hour_of_day") && (draft.Dimensions.Remove("local_hour") || sentence.UseAll("local"))) draft.Dimensions[draft.Dimensions.IndexOf("hour_of_day")] = "local_hour";
        foreach (var i in sentence.Free<DimensionToken>())
            if (sentence[i] is DimensionToken { Id: "local_hour", Text: "local time" } && draft.Dimensions.Contains("hour_of_day"))
            {
                sentence.Use(i);
                draft.Dimensions[draft.Dimensions.IndexOf("hour_of_day")] = "local_hour";
            }
        // "by local hour" and the like need no hour beside them.
        if (sentence.Has("primeTime"))
        {
            sentence.UseAll("primeTime", "local");
            draft.Filters.Add(new Plans.PlanFilter("local_hour", Plans.FilterOperator.Between, ["19", "22"]));
            foreach (var i in sentence.Free<UnitToken>()) if (((UnitToken)sentence[i]!).Unit == "hour") sentence.Use(i);
        }
    }

    // "In which countries is it watched? Give the viewers of each", "sessions in Spain and Italy, each": what was named before, one by one.
    private static void OfEach(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.All("by"))
        {
            if (!sentence.IsFree(i) || !IsEach(sentence[i]!.Text) || sentence[i + 1] is not (null or TimeToken or FillerToken)) continue;
            var named = draft.Groups.Find(group => group.Values.Count > 1);
            if (named is null && draft.Dimensions.Count == 0 && !sentence.Tokens.OfType<DimensionToken>().Any()) continue;
            if (named is not null) draft.AddDimension(named.Dimension);
            sentence.Use(i);
        }
    }

    private static bool IsEach(string by) => by is "each" or "of each" or "for each" or "in each" or "on each";
}

using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Answers;

/// <summary>Questions about the product itself: "what is rebuffering ratio", "how is error rate defined", "what can I ask".</summary>
internal sealed class Explanations(SemanticCatalogue catalogue)
{
    private static readonly HashSet<string> Defining = ["define", "definition", "mean", "means", "meaning", "defined", "explain", "calculated", "computed", "explanation", "describe", "meant"];

    public PlannedQuestion? Of(Reading reading)
    {
        var words = reading.Words.Select(word => word.Plain).ToList();
        var text = string.Join(' ', words);
        if (text is "help" or "what can i ask" or "what can you do" or "what can i ask you" or "what do you know" or "what questions can i ask" or "how does this work" or "what can you tell me" or "what can you answer" or "what can i ask here") return Explanation($"Ask about {string.Join(", ", catalogue.Measures.Where(measure => !measure.Hidden).Select(measure => measure.Name.ToLowerInvariant()))}; by country, state, city, device, operating system, quality, ISP, CDN, title, genre, hour or day; for any period, compared, ranked, as shares, trends or anomalies.") with { FollowUps = [.. catalogue.Questions.Take(4)] };
        var measures = reading.Tokens.OfType<MeasureToken>().DistinctBy(token => token.Id).ToList();
        if (measures.Count != 1 || reading.Tokens.Any(token => token is TimeToken or ValueToken or DimensionToken or QuantityToken or GrainToken or SuperlativeToken || (token is UnknownToken && !Defining.Contains(token.Text)))) return null;
        var what = words is ["what", "is", ..] or ["what", "are", ..] && measures[0].Start == 2 && measures[0].End == words.Count;
        if (!what && !words.Any(Defining.Contains)) return null;
        // "what are errors" could be a count; "mean" is a statistic unless it asks "what does ... mean".
        if (what && catalogue.Measure(measures[0].Id).Count) return null;
        if (!what && words.Contains("mean") && !words.Contains("does") && !words.Contains("do") && !words.Contains("you")) return null;
        var measure = catalogue.Measure(measures[0].Id);
        return Explanation($"{measure.Name}: {measure.Definition}{(measure.Unit.Length == 0 ? "" : $" Unit: {measure.Unit}.")}") with { Definitions = [new MeasureDefinition(measure.Id, measure.Name, measure.Definition, measure.Unit)], FollowUps = [$"{measure.Name} today", $"{measure.Name} by device", $"{measure.Name} per day"] };
    }

    private static PlannedQuestion Explanation(string text) => new() { Kind = PlannedKind.Explanation, Text = text };
}

using System.Collections.Frozen;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Answers;

/// <summary>Questions about the product itself: "what is rebuffering ratio", "how is error rate defined", "what can I ask".</summary>
internal sealed class Explanations(SemanticCatalogue catalogue)
{
    private const int MostFollowUps = 4;

    private static readonly FrozenSet<string> Defining =
    [
        "define", "defined", "definition", "mean", "means", "meant", "meaning", "explain", "explanation", "describe",
        "calculated", "computed",
    ];

    private static readonly FrozenSet<string> AskingForHelp =
    [
        "help", "how does this work", "what do you know", "what can you do", "what can you tell me", "what can you answer",
        "what can i ask", "what can i ask you", "what can i ask here", "what questions can i ask",
    ];

    public PlannedQuestion? Of(Reading reading)
    {
        var words = reading.Words.Select(word => word.Plain).ToList();
        if (AskingForHelp.Contains(string.Join(' ', words))) return Help();
        var measures = reading.Tokens.OfType<MeasureToken>().DistinctBy(token => token.Id).ToList();
        if (measures.Count != 1 || reading.Tokens.Any(AsksForData)) return null;
        var measure = catalogue.Measure(measures[0].Id);
        // "what are errors" could be a count.
        if (AsksWhatItIs(words, measures[0])) return measure.Count ? null : Definition(measure);
        return AsksWhatItMeans(words) ? Definition(measure) : null;
    }

    private static bool AsksForData(Token token) =>
        token is TimeToken or ValueToken or DimensionToken or QuantityToken or GrainToken or SuperlativeToken
        || (token is UnknownToken && !Defining.Contains(token.Text));

    // Nothing but "what is rebuffering ratio".
    private static bool AsksWhatItIs(List<string> words, MeasureToken measure) =>
        words is ["what", "is" or "are", ..] && measure.Start == 2 && measure.End == words.Count;

    // "mean" is a statistic unless it asks "what does ... mean".
    private static bool AsksWhatItMeans(List<string> words) =>
        words.Any(Defining.Contains)
        && (!words.Contains("mean") || words.Contains("does") || words.Contains("do") || words.Contains("you"));

    private PlannedQuestion Help()
    {
        var measures = catalogue.Measures.Where(measure => !measure.Hidden).Select(measure => measure.Name.ToLowerInvariant());
        var text = $"Ask about {string.Join(", ", measures)}; by country, state, city, device, operating system, quality, ISP, CDN, title, "
            + "genre, hour or day; for any period, compared, ranked, as shares, trends or anomalies.";
        return Explanation(text) with { FollowUps = [.. catalogue.Questions.Take(MostFollowUps)] };
    }

    private static PlannedQuestion Definition(Measure measure)
    {
        var unit = measure.Unit.Length == 0 ? "" : $" Unit: {measure.Unit}.";
        return Explanation($"{measure.Name}: {measure.Definition}{unit}") with
        {
            Definitions = [AnswerTexts.Definition(measure)],
            FollowUps = [$"{measure.Name} today", $"{measure.Name} by device", $"{measure.Name} per day"],
        };
    }

    private static PlannedQuestion Explanation(string text) => new() { Kind = PlannedKind.Explanation, Text = text };
}

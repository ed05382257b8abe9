using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Who watches, how long, and what most: measures that the verb for watching says alone.</summary>
internal static class SpokenWatching
{
    /// <summary>"Who is watching", "how many watched Harbor Lights".</summary>
    public static bool Who(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (question.Measures.Count > 0 || !question.IsWatching || question.Draft.Lengths) return false;
        if (question.IsAmbiguous || sentence.Any<SuperlativeToken>()) return false;
        return (sentence.Says("who") || HowMany(sentence)) && question.Measure("viewers");
    }

    /// <summary>"Where people watch the longest", "who watches longer".</summary>
    public static bool Longest(SpokenQuestion question)
    {
        var longer = question.Draft.Lengths;
        if (!question.IsOfAudience || question.IsAmbiguous) return false;
        if (!question.IsWatching && !question.Sentence.Says("stay", "stays", "stayed")) return false;
        if (question.Names("sessions") || (question.Measures.Count == 0 && !longer)) return false;
        if (!longer && !question.HasSuperlative("long", "short")) return false;
        question.UseMeasures();
        return question.Measure("watch_duration");
    }

    /// <summary>"Which title do they watch most".</summary>
    public static bool Most(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (question.Measures.Count > 0 || !question.IsWatching || question.IsAmbiguous || !sentence.Any<DimensionToken>()) return false;
        var superlatives = sentence.Tokens.OfType<SuperlativeToken>().ToList();
        return superlatives is [{ Text: "most" or "the most" or "least" or "the least" }] && question.Measure("viewers");
    }

    // No noun between the number and the verb, but those of places and devices.
    private static bool HowMany(Sentence sentence) => sentence.All("count").Any(i =>
        sentence[i]!.Text == "how many" && sentence[i + 1] is not (DimensionToken or UnitToken or QuantityToken));
}

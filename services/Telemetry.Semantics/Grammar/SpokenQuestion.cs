using System.Collections.Frozen;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>A question that may say what it measures by a verb.</summary>
internal sealed class SpokenQuestion
{
    public SpokenQuestion(Sentence sentence, Draft draft)
    {
        Sentence = sentence;
        Draft = draft;
        Measures = sentence.Free<MeasureToken>().ToDictionary(measure => measure.At, measure => measure.Token.Id);
        IsWatching = sentence.Words.Any(word => Watching.Contains(word.Plain));
        IsOfAudience = Measures.Values.All(id => id is "viewers" or "sessions");
    }

    /// <summary>Forms of verbs for watching.</summary>
    public static FrozenSet<string> Watching { get; } =
    [
        "watch", "watches", "watched", "watching", "view", "viewed", "viewing", "stream", "streamed", "streaming", "tuned", "seen", "saw",
        "consumed", "play", "played", "playing",
    ];

    public Sentence Sentence { get; }

    public Draft Draft { get; }

    /// <summary>Measures that are named and free, by index.</summary>
    public IReadOnlyDictionary<int, string> Measures { get; }

    /// <summary>It has a verb for watching.</summary>
    public bool IsWatching { get; }

    /// <summary>Nothing but viewers and sessions is measured by name.</summary>
    public bool IsOfAudience { get; }

    public bool IsAmbiguous => Sentence.Any<AmbiguousToken>();

    public bool Names(string measure) => Measures.Values.Contains(measure);

    public bool HasSuperlative(string kind, string other) =>
        Sentence.Tokens.Any(token => token is SuperlativeToken superlative && (superlative.Kind == kind || superlative.Kind == other));

    /// <summary>Makes use of the measures that are named: a verb says what is measured of them.</summary>
    public void UseMeasures()
    {
        foreach (var i in Measures.Keys) Sentence.Use(i);
    }

    /// <summary>Measures what the verb says. True, so that a rule can end with it.</summary>
    public bool Measure(string measure)
    {
        Draft.Measures.Add(new PlanMeasure(measure));
        return true;
    }

    /// <summary>"The average viewer", "the average Canadian viewer".</summary>
    public bool IsTypical(int i)
    {
        var before = i - 1;
        while (Sentence[before] is ValueToken) before--;
        return Sentence[before] is StatisticToken;
    }
}

using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Of which dimension values are, where their words name values of several: New York is a city and a state.</summary>
internal sealed class ValueDimension(SemanticCatalogue catalogue)
{
    /// <summary>The dimension of the values at those indices; null when it has to be asked for.</summary>
    public string? Of(Sentence sentence, Draft draft, List<int> run)
    {
        var dimensions = run.Select(at => ((ValueToken)sentence[at]!).Values.Select(value => value.Dimension))
            .Aggregate((shared, next) => shared.Intersect(next))
            .Distinct()
            .ToList();
        if (dimensions.Count == 1) return dimensions[0];
        if (NamedBeside(sentence, dimensions, run) is { } named) return named;
        if (OfOtherSide(sentence, dimensions) is { } compared) return compared;
        var text = sentence[run[0]]!.Text;
        if (dimensions.Contains("city"))
        {
            if (dimensions.Contains("state")) AssumeCity(draft, text);
            return "city";
        }
        draft.Ask(
            $"What is meant by \"{text}\"?",
            dimensions.Select(catalogue.Dimension)
                .Select(dimension => new Choice(dimension.Name, null, $"({dimension.Name.ToLowerInvariant()})")));
        return null;
    }

    // "New York state", "the city of New York"
    private static string? NamedBeside(Sentence sentence, List<string> dimensions, List<int> run)
    {
        foreach (var near in new[] { run[^1] + 1, run[0] - 1 })
            if (sentence[near] is DimensionToken named && dimensions.Contains(named.Id) && !sentence.Is(near - 1, "by", "per"))
                return named.Id;
        return null;
    }

    // The other side of a comparison says which: "Texas vs New York".
    private static string? OfOtherSide(Sentence sentence, List<string> dimensions)
    {
        if (!sentence.Has("versus") && !sentence.Has("compare")) return null;
        var certain = sentence.Tokens.OfType<ValueToken>().Where(other => other.Values.Count == 1);
        return dimensions.Intersect(certain.Select(other => other.Values[0].Dimension)).ToList() is [var one] ? one : null;
    }

    private static void AssumeCity(Draft draft, string text)
    {
        if (!draft.Assumptions.Exists(assumption => assumption.Contains(text, StringComparison.Ordinal)))
            draft.Assumptions.Add($"\"{text}\" was read as the city, not the state.");
    }
}

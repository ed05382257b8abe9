using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Asks back about a word that names several measures.</summary>
internal static class Ambiguity
{
    public static void Ask(Draft draft, AmbiguousToken token, SemanticCatalogue catalogue) =>
        draft.Ask(
            $"\"{token.Text}\" can mean several measures. Which one?",
            Measures(draft, token, catalogue)
                .Select(measure => new Choice(measure.Name, token.Text, measure.Says[0], token.Word, measure.Id)));

    // A median is of single values; a sum or a rate has none, and would only be asked back about again.
    private static List<Measure> Measures(Draft draft, AmbiguousToken token, SemanticCatalogue catalogue)
    {
        var all = catalogue.Words.Ambiguous[token.Word].Choices.Select(catalogue.Measure).ToList();
        var ofValues = draft.Statistic is null or "avg" or "sum" ? [] : all.Where(measure => measure.IsStatistic).ToList();
        return ofValues.Count > 0 ? ofValues : all;
    }
}

using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Asks back about a word that names several measures.</summary>
internal static class Ambiguity
{
    public static void Ask(Draft draft, AmbiguousToken token, SemanticCatalogue catalogue) =>
        draft.Ask($"\"{token.Text}\" can mean several measures. Which one?", catalogue.Words.Ambiguous[token.Word].Choices.Select(id => new Choice(catalogue.Measure(id).Name, token.Text, catalogue.Measure(id).Says[0], token.Word, id)));
}

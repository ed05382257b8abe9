using System.Text.RegularExpressions;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Refusals;

/// <summary>Questions near to one that was not understood: with known words in place of the unknown ones, or without these.</summary>
internal sealed partial class Rewrites(Tokeniser tokeniser)
{
    private const string Preposition = @"\b(?:in|on|by|of|with|for|from|to|at|per|via|using)\s+";
    private const string Article = @"(?:the|a|an)\s+";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Candidates, the nearest first; whether they run is for the planner to say.</summary>
    public IEnumerable<string> Of(string question, PlannedQuestion refused, KnownValues known)
    {
        foreach (var word in refused.UnknownWords)
            foreach (var near in tokeniser.Near(word, known))
                yield return Replaced(question, word, near);
        yield return Tidy(refused.UnknownWords.Aggregate(question, Without));
        foreach (var other in refused.Rewrites) yield return other;
    }

    private static string Replaced(string question, string word, string near) =>
        Regex.Replace(question, Whole(word), near.Replace("$", "$$", StringComparison.Ordinal), RegexOptions.IgnoreCase, Patience);

    // What leads to the word goes with it: "in the metaverse".
    private static string Without(string question, string word) =>
        Regex.Replace(question, $"(?:{Preposition})?(?:{Article})?{Whole(word)}", " ", RegexOptions.IgnoreCase, Patience);

    private static string Whole(string word) => $@"(?<!\w){Regex.Escape(word)}(?!\w)";

    private static string Tidy(string text) => Spaces().Replace(text, " ").Trim(' ', ',', '?', '.', '!');

    [GeneratedRegex(@"\s+(?=[,?.!])|\s{2,}")]
    private static partial Regex Spaces();
}

using System.Text.RegularExpressions;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Refusals;

/// <summary>Questions near to one that was not understood: with known words in place of the unknown ones, or without these.</summary>
internal sealed partial class Rewrites(Tokeniser tokeniser)
{
    /// <summary>Candidates, the nearest first; whether they run is for the planner to say.</summary>
    public IEnumerable<string> Of(string question, PlannedQuestion refused, KnownValues known)
    {
        foreach (var word in refused.UnknownWords)
            foreach (var near in tokeniser.Near(word, known))
                yield return Replaced(question, word, near);
        yield return Tidy(refused.UnknownWords.Aggregate(question, (rest, word) => Regex.Replace(rest, $@"(?:\b(?:in|on|by|of|with|for|from|to|at|per|via|using)\s+)?(?:(?:the|a|an)\s+)?{Whole(word)}", " ", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))));
        foreach (var other in refused.Rewrites) yield return other;
    }

    private static string Replaced(string question, string word, string near) =>
        Regex.Replace(question, Whole(word), near.Replace("$", "$$", StringComparison.Ordinal), RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    private static string Whole(string word) => $@"(?<!\w){Regex.Escape(word)}(?!\w)";

    private static string Tidy(string text) => Spaces().Replace(text, " ").Trim(' ', ',', '?', '.', '!');

    [GeneratedRegex(@"\s+(?=[,?.!])|\s{2,}")]
    private static partial Regex Spaces();
}

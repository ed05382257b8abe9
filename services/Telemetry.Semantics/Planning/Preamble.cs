using System.Text.RegularExpressions;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Planning;

/// <summary>
/// What people say before they ask: "The pager went off for Fastly. Which hours had a high failure rate there?" What it says that is known
/// has to be in the question as well, or to be what its "there" stands for; else nothing is set aside.
/// </summary>
internal sealed partial class Preamble(Tokeniser tokeniser)
{
    /// <summary>Each end costs a reading of the whole text; a question has few sentences.</summary>
    private const int MostEnds = 4;

    /// <summary>Ways to part a text into what was said first and the question, the longest question first.</summary>
    public IEnumerable<(string Said, string Question)> Of(string text, DateTimeOffset now, KnownValues known)
    {
        foreach (var end in Ends().Matches(text).TakeLast(MostEnds))
        {
            var (said, question) = (text[..end.Index].Trim(), text[(end.Index + end.Length)..].Trim());
            if (said.Length == 0 || question.Length == 0) continue;
            var (before, asked) = (tokeniser.Read(said, now, known).Tokens, tokeniser.Read(question, now, known).Tokens);
            if (!before.Any(token => token is UnknownToken) || before.Any(token => token is RefusedToken)) yield break;
            if (SaysMore(before, asked)) continue;
            var only = before.OfType<ValueToken>().Where(value => !value.Doubtful && !IsIn(value, asked)).ToList();
            if (only.Count == 0) yield return (said, question);
            else if (only is [var place] && WithPlace(question, place) is { } whole) yield return (said, whole);
        }
    }

    private static bool SaysMore(IReadOnlyList<Token> before, IReadOnlyList<Token> asked) =>
        Missing<MeasureToken>(before, asked)
        || Missing<TimeToken>(before, asked)
        || Missing<DimensionToken>(before, asked)
        || Missing<QuantityToken>(before, asked);

    private static bool Missing<T>(IReadOnlyList<Token> before, IReadOnlyList<Token> asked) where T : Token =>
        before.Any(token => token is T) && !asked.Any(token => token is T);

    private static bool IsIn(ValueToken value, IReadOnlyList<Token> asked) =>
        asked.OfType<ValueToken>().Any(other => other.Values.Any(value.Values.Contains));

    // The question with the place that its "there" stands for; null when it has none.
    private static string? WithPlace(string question, ValueToken place) =>
        There().Match(question) is { Success: true } there
            ? $"{question[..there.Index]}for {place.Text}{question[(there.Index + there.Length)..]}"
            : null;

    [GeneratedRegex(@"[.!?:]+\s+|\s*\n+\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ends();

    // Not the one of "were there".
    [GeneratedRegex(
        @"(?<!\b(?:is|are|was|were|be|been|has|have)\s+)\bthere\b(?!\s+(?:is|are|was|were))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex There();
}

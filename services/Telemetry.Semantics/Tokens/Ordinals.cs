using System.Collections.Frozen;
using System.Globalization;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>Reads places of a ranking: "second highest", "3rd best", "comes second", "in third place", "runner-up".</summary>
internal static class Ordinals
{
    // Those that are no numbers yet: "fourth" has become "4 th" before.
    private static readonly string[] Names = ["", "first", "second", "third"];

    private static readonly FrozenSet<string> Verbs =
        ["come", "comes", "came", "coming", "rank", "ranks", "ranked", "finish", "finishes", "finished", "placed", "in"];

    private static readonly FrozenSet<string> Places = ["place", "position", "spot", "rank"];

    /// <summary>The place that words from a start on name: before what is ranked, or by a phrase of its own.</summary>
    public static IEnumerable<OrdinalToken> At(IReadOnlyList<Word> words, int start)
    {
        if (words.StemAt(start) == "runner" && words.PlainAt(start + 1) == "up") yield return Token(2, start, start + 2, true);
        if (PlaceAt(words, start) is var (place, end))
        {
            yield return Token(place, start, end, false);
            if (Places.Contains(words.PlainAt(end))) yield return Token(place, start, end + 1, true);
        }
        if (!Verbs.Contains(words.PlainAt(start))) yield break;
        var at = words.PlainAt(start + 1) == "in" ? start + 2 : start + 1;
        if (PlaceAt(words, at) is not var (ranked, after)) yield break;
        if (Places.Contains(words.PlainAt(after))) yield return Token(ranked, start, after + 1, true);
        else if (words.PlainAt(start) != "in") yield return Token(ranked, start, after, true);
    }

    /// <summary>"second", "third", "4th".</summary>
    public static string Name(int place) => place switch
    {
        < 4 => Names[place],
        _ when place % 100 is 11 or 12 or 13 => string.Create(CultureInfo.InvariantCulture, $"{place}th"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{place}{(place % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" }}"),
    };

    private static (int Place, int End)? PlaceAt(IReadOnlyList<Word> words, int i)
    {
        if (Array.IndexOf(Names, words.PlainAt(i)) is >= 2 and var named) return (named, i + 1);
        if (i >= words.Count || words[i].Number is not (>= 2 and <= 100 and var number) || number % 1 != 0) return null;
        return words.PlainAt(i + 1) is "th" or "nd" or "rd" or "st" ? ((int)number, i + 2) : null;
    }

    private static OrdinalToken Token(int place, int start, int end, bool whole) =>
        new(place, whole) { Start = start, End = end, Text = Name(place) };
}

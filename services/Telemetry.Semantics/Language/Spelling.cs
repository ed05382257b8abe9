using System.Collections.Frozen;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Language;

/// <summary>
/// Mends misspelt words against the catalogue, when exactly one of its words is near. Short words and numbers are left alone.
/// </summary>
internal static class Spelling
{
    private const int ShortestWord = 5;

    // From this length on, a wrong letter still leaves one word recognisable; in shorter ones it makes another ("play", "plan").
    private const int ShortestWithNearMiss = 6;
    private const int ShortestWithSubstitution = 7;
    private const int ShortestWithTwoSlips = 9;

    private static readonly FrozenSet<string> TimeWords =
    [
        "previous", "preceding", "prior", "trailing", "before", "after", "until", "onwards", "midnight", "earlier", "since", "starting",
        "beginning", "percentile", "percentiles", "midday", "second", "seconds", "couple", "recent", "final", "rolling", "present",
        "presently", "moment", "instant", "calendar", "point", "pacific", "eastern", "mountain", "central", "through",
    ];

    public static void Repair(List<Word> words, Lexicon lexicon, ValueLexicon values, List<SpellingRepair> repairs)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (!MayBeMisspelt(word) || IsKnown(word, lexicon, values)) continue;
            if (Nearest(word.Plain, lexicon.Vocabulary.Concat(values.Vocabulary)) is not [var meant]) continue;
            repairs.Add(new SpellingRepair(word.Text, meant));
            words[i] = new Word(meant, meant, Stems.Of(meant));
        }
    }

    private static bool MayBeMisspelt(Word word) =>
        !word.Quoted && word.Number is null && word.Plain.Length >= ShortestWord && word.Plain.All(char.IsAsciiLetter);

    private static bool IsKnown(Word word, Lexicon lexicon, ValueLexicon values) =>
        lexicon.KnowsAnywhere(word.Stem)
        || values.KnowsAnywhere(word.Stem)
        || lexicon.Vocabulary.Contains(word.Plain)
        || CalendarWords.IsNamed(word.Plain)
        || TimeWords.Contains(word.Plain);

    // Words at the least distance, each in one form.
    private static List<string> Nearest(string word, IEnumerable<string> vocabulary)
    {
        var near = vocabulary
            .Where(candidate => IsNear(word, candidate))
            .Select(candidate => (Candidate: candidate, Distance: EditDistance.Of(word, candidate)))
            .ToList();
        if (near.Count == 0) return [];
        var least = near.Min(pair => pair.Distance);
        return [.. near.Where(pair => pair.Distance == least).Select(pair => pair.Candidate).DistinctBy(Stems.Of)];
    }

    /// <summary>
    /// What a word may have been meant to be, too far away to be mended without asking: at most two words, the nearest first.
    /// </summary>
    public static IReadOnlyList<string> Near(string word, IEnumerable<string> vocabulary)
    {
        if (word.Length < 4) return [];
        var most = word.Length switch { < 6 => 1, < 9 => 2, _ => 3 };
        return
        [
            .. vocabulary.Distinct()
                .Where(candidate => BeginsLike(word, candidate) && Math.Abs(candidate.Length - word.Length) <= most)
                .Select(candidate => (Candidate: candidate, Distance: EditDistance.Of(word, candidate)))
                .Where(pair => pair.Distance <= most)
                .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
                .DistinctBy(pair => Stems.Of(pair.Candidate))
                .Take(2)
                .Select(pair => pair.Candidate),
        ];
    }

    private static bool BeginsLike(string word, string candidate) => candidate.Length > 0 && candidate[0] == word[0];

    private static bool IsNear(string word, string candidate)
    {
        var swapped = word.Length > 1 && word[1] == candidate[0] && word[0] == candidate[1];
        if (word[0] != candidate[0] && !swapped) return false;
        if (Math.Abs(word.Length - candidate.Length) > 2) return false;
        return EditDistance.Of(word, candidate) switch
        {
            1 => word.Length != candidate.Length || IsRecognisable(word, candidate),
            2 => Math.Min(word.Length, candidate.Length) >= ShortestWithTwoSlips,
            _ => false,
        };
    }

    // With one letter that is wrong, or two that changed places.
    private static bool IsRecognisable(string word, string candidate) =>
        EditDistance.IsSwap(word, candidate)
        || word.Length >= ShortestWithSubstitution
        || (word.Length >= ShortestWithNearMiss && EditDistance.IsNearMiss(word, candidate));
}

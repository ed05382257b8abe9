using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Language;

/// <summary>Mends misspelt words against the catalogue, when exactly one of its words is near. Short words and numbers are left alone.</summary>
internal static class Spelling
{
    private const int ShortestWord = 5;

    // From this length on, a wrong letter still leaves one word recognisable; in shorter ones it makes another ("play", "plan").
    private const int ShortestWithNearMiss = 6;
    private const int ShortestWithSubstitution = 7;
    private const int ShortestWithTwoSlips = 9;

    public static void Repair(List<Word> words, Lexicon lexicon, ValueLexicon values, List<SpellingRepair> repairs)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Quoted || word.Number is not null || word.Plain.Length < ShortestWord || !word.Plain.All(char.IsAsciiLetter)) continue;
            if (lexicon.KnowsAnywhere(word.Stem) || values.KnowsAnywhere(word.Stem) || lexicon.Vocabulary.Contains(word.Plain)) continue;
            if (Time.CalendarWords.Month(word.Plain) is not null || Time.CalendarWords.Weekday(word.Plain) is not null || Time.CalendarWords.Unit(word.Plain) is not null || TimeWords.Contains(word.Plain)) continue;
            var near = lexicon.Vocabulary.Concat(values.Vocabulary).Where(candidate => IsNear(word.Plain, candidate)).Select(candidate => (Candidate: candidate, Distance: EditDistance.Of(word.Plain, candidate))).ToList();
            if (near.Count == 0) continue;
            var least = near.Min(pair => pair.Distance);
            var best = near.Where(pair => pair.Distance == least).Select(pair => pair.Candidate).DistinctBy(Stems.Of).ToList();
            if (best.Count != 1) continue;
            repairs.Add(new SpellingRepair(word.Text, best[0]));
            words[i] = new Word(best[0], best[0], Stems.Of(best[0]));
        }
    }

    /// <summary>What a word may have been meant to be, too far away to be mended without asking: at most two words, the nearest first.</summary>
    public static IReadOnlyList<string> Near(string word, IEnumerable<string> vocabulary)
    {
        if (word.Length < 4) return [];
        var most = word.Length switch { < 6 => 1, < 9 => 2, _ => 3 };
        return [.. vocabulary.Distinct().Where(candidate => candidate.Length > 0 && candidate[0] == word[0] && Math.Abs(candidate.Length - word.Length) <= most)
            .Select(candidate => (Candidate: candidate, Distance: EditDistance.Of(word, candidate)))
            .Where(pair => pair.Distance <= most)
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .DistinctBy(pair => Stems.Of(pair.Candidate)).Take(2).Select(pair => pair.Candidate)];
    }

    private static readonly HashSet<string> TimeWords = ["previous", "preceding", "prior", "trailing", "before", "after", "until", "onwards", "midnight", "earlier", "since", "starting", "beginning", "percentile", "percentiles", "midday", "second", "seconds", "couple", "recent", "final", "rolling", "present", "presently", "moment", "instant", "calendar", "point", "pacific", "eastern", "mountain", "central", "through"];

    private static bool IsNear(string word, string candidate)
    {
        if (word[0] != candidate[0] && !(word.Length > 1 && word[1] == candidate[0] && word[0] == candidate[1])) return false;
        if (Math.Abs(word.Length - candidate.Length) > 2) return false;
        var distance = EditDistance.Of(word, candidate);
        if (distance == 1) return word.Length != candidate.Length || EditDistance.IsSwap(word, candidate) || word.Length >= ShortestWithSubstitution || (word.Length >= ShortestWithNearMiss && EditDistance.IsNearMiss(word, candidate));
        return distance == 2 && Math.Min(word.Length, candidate.Length) >= ShortestWithTwoSlips;
    }
}

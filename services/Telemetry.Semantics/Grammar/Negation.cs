using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Whether values are excluded, by a word before or behind them.</summary>
internal static class Negation
{
    /// <summary>Index of the word that excludes the values between two indices; null when they are wanted.</summary>
    public static int? Of(Sentence sentence, int first, int last) => Before(sentence, first) ?? Behind(sentence, first, last);

    // "not on mobile", "excluding the US"; "isn't on"; "non-mobile".
    private static int? Before(Sentence sentence, int first)
    {
        var before = first - 1;
        while (MayStandBetween(sentence, before)) before--;
        if (before == 0 && sentence[0] is KeywordToken { Role: "change", Text: "drop" } && first <= 2) return before;
        if (IsBut(sentence, before))
        {
            // "any quality but SD", "all CDNs but Fastly": of all of them together, not one by one.
            if (sentence[before - 1] is DimensionToken && sentence.Is(before - 2, "all")) sentence.Use(before - 1);
            return before;
        }
        // "no, Germany" corrects what was said.
        if (before == 0 && sentence[0]!.Text == "no" && sentence.WordAfter(0) == ",") return null;
        return sentence.IsFree(before, "not") ? before : null;
    }

    private static bool MayStandBetween(Sentence sentence, int i) =>
        sentence.Is(i, "predicate", "had", "only", "all", "with")
        || (sentence[i] is DimensionToken or MeasureToken && sentence.Is(i - 1, "not"));

    private static bool IsBut(Sentence sentence, int i) =>
        sentence.IsFree(i, "but")
        && (sentence.Has("all") || sentence.Is(i - 1, "worldwide") || sentence[i - 1] is DimensionToken);

    // "kids excluded", "with the US left out", "leaving sports aside"
    private static int? Behind(Sentence sentence, int first, int last)
    {
        var behind = last + 1;
        while (sentence.Is(behind, "predicate") || (sentence[behind] is DimensionToken && sentence.Is(behind + 1, "excluded"))) behind++;
        if (sentence.Is(behind, "excluded")) return behind;
        if (!sentence.Is(behind, "out") || !(sentence.Is(first - 1, "leave") || sentence[behind]!.Text == "aside")) return null;
        sentence.UseIf(first - 1, "leave");
        return behind;
    }
}

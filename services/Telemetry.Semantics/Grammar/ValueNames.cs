using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// A dimension's own name beside its value says nothing new: "the mobile device", "genre drama", "Kids titles", "Fastly CDN".
/// </summary>
internal static class ValueNames
{
    /// <summary>Makes use of such a name before or behind the values between two indices.</summary>
    public static void Use(Sentence sentence, int first, int last, string dimension)
    {
        if (IsGrouping(sentence, first - 1)) return;
        if (IsName(sentence, last + 1, dimension) && MayFollow(sentence, last + 1, dimension)) sentence.Use(last + 1);
        else if (sentence.Is(first - 1, "predicate") && MayPrecede(sentence, first - 2, dimension)) sentence.Use(first - 2);
        else if (MayPrecede(sentence, first - 1, dimension)) sentence.Use(first - 1);
    }

    /// <summary>"On devices other than TVs": where it is counted, not what it is told by.</summary>
    public static void UsePlace(Sentence sentence, int not, string dimension)
    {
        if (sentence[not - 1] is not DimensionToken { Plural: true } place || place.Id != dimension) return;
        if (sentence.WordBefore(not - 1) is "on" or "in" or "from" or "at" or "over" or "through" or "via") sentence.Use(not - 1);
    }

    // "by quality and device for phones and tablets": the name before the values is what rows are grouped by.
    private static bool IsGrouping(Sentence sentence, int i)
    {
        if (sentence[i] is not DimensionToken || !sentence.Is(i - 1, "and")) return false;
        while (sentence[i] is DimensionToken || sentence.Is(i, "and")) i--;
        return sentence.Is(i, "by", "per");
    }

    private static bool IsName(Sentence sentence, int i, string dimension) =>
        sentence[i] is DimensionToken name
        && sentence.IsFree(i)
        && (name.Id == dimension || (name.Id == "device_type" && dimension == "device_os"));

    // "iOS devices"; but "the best TV devices" ranks them.
    private static bool MayFollow(Sentence sentence, int i, string dimension) =>
        (!sentence[i]!.Plural || dimension is "device_type" or "device_os") && !sentence.Any<SuperlativeToken>();

    private static bool MayPrecede(Sentence sentence, int i, string dimension) =>
        IsName(sentence, i, dimension) && !sentence[i]!.Plural && !sentence.Is(i - 1, "by", "per");
}

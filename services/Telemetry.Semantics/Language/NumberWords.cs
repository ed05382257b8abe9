using System.Globalization;

namespace Telemetry.Semantics.Language;

/// <summary>Reads numbers in digits ("1,000", "2.5", "10k") and in words ("five", "a dozen").</summary>
internal static class NumberWords
{
    private static readonly Dictionary<string, double> Words = new()
    {
        ["zero"] = 0, ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10,
        ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15, ["sixteen"] = 16, ["seventeen"] = 17, ["eighteen"] = 18, ["nineteen"] = 19, ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["forty-five"] = 45,
        ["fifty"] = 50, ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80, ["ninety"] = 90, ["hundred"] = 100, ["thousand"] = 1000, ["dozen"] = 12, ["twenty-four"] = 24, ["forty-eight"] = 48, ["seventy-two"] = 72,
    };

    public static double? Read(string plain)
    {
        if (Words.TryGetValue(plain, out var word)) return word;
        var text = plain;
        var factor = 1.0;
        if (text.Length > 1 && text[^1] == 'k' && char.IsAsciiDigit(text[^2]) && text != "4k" && text != "8k") (text, factor) = (text[..^1], 1000);
        if (text.Length == 0 || !char.IsAsciiDigit(text[0])) return null;
        if (text.Contains(',') && !IsGrouped(text)) return null;
        return double.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number * factor : null;
    }

    private static bool IsGrouped(string text)
    {
        var groups = text.Split('.')[0].Split(',');
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3);
    }
}

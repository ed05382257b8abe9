using System.Globalization;

namespace Telemetry.Semantics.Language;

/// <summary>Reads numbers in digits ("1,000", "2.5", "10k") and in words ("five", "a dozen").</summary>
internal static class NumberWords
{
    private static readonly Dictionary<string, double> Words = new()
    {
        ["zero"] = 0, ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8,
        ["nine"] = 9, ["ten"] = 10, ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15,
        ["sixteen"] = 16, ["seventeen"] = 17, ["eighteen"] = 18, ["nineteen"] = 19,
        ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["fifty"] = 50, ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80,
        ["ninety"] = 90,
        ["once"] = 1, ["twice"] = 2, ["thrice"] = 3, ["dozen"] = 12, ["hundred"] = 100, ["thousand"] = 1000,
    };

    // "First", "second" and "third" have other meanings; they are numbers only behind a ten ("twenty first").
    private static readonly string[] Ordinals =
    [
        "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
        "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    ];

    private static readonly Dictionary<string, int> Tens = new()
    {
        ["twentieth"] = 20, ["thirtieth"] = 30, ["fortieth"] = 40, ["fiftieth"] = 50, ["sixtieth"] = 60, ["seventieth"] = 70,
        ["eightieth"] = 80, ["ninetieth"] = 90,
    };

    /// <summary>
    /// Joins numbers of two words ("thirty six" is 36) and writes ordinals as they are in digits ("ninety fifth" is 95 th).
    /// </summary>
    public static void Join(List<Word> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var ten = TenOf(words[i]);
            var next = ten > 0 && i + 1 < words.Count ? words[i + 1] : null;
            if (next is not null && IsSpelt(next) && next.Number is >= 1 and <= 9 and var one)
                Replace(words, i, 2, ten + (int)one, ordinal: false);
            else if (next is not null && Array.IndexOf(Ordinals, next.Plain) is >= 1 and <= 9 and var unit)
                Replace(words, i, 2, ten + unit, ordinal: true);
            else if (Array.IndexOf(Ordinals, words[i].Plain) is > 3 and var small) Replace(words, i, 1, small, ordinal: true);
            else if (Tens.TryGetValue(words[i].Plain, out var large)) Replace(words, i, 1, large, ordinal: true);
        }
    }

    // "thirty" is 30; 0 for what is no ten in words.
    private static int TenOf(Word word) => IsSpelt(word) && word.Number is >= 20 and <= 90 and var ten && ten % 10 == 0 ? (int)ten : 0;

    private static bool IsSpelt(Word word) => word.Plain.Length > 0 && char.IsAsciiLetter(word.Plain[0]);

    private static void Replace(List<Word> words, int at, int count, int value, bool ordinal)
    {
        var text = string.Join(' ', words.GetRange(at, count).Select(word => word.Text));
        var digits = value.ToString(CultureInfo.InvariantCulture);
        var number = words[at] with { Text = text, Plain = digits, Stem = digits, Number = value };
        words.RemoveRange(at, count);
        words.Insert(at, number);
        if (ordinal) words.Insert(at + 1, number with { Text = "", Plain = "th", Stem = "th", Number = null });
    }

    public static double? Read(string plain)
    {
        if (Words.TryGetValue(plain, out var word)) return word;
        var (text, factor) = IsThousands(plain) ? (plain[..^1], 1000.0) : (plain, 1.0);
        if (text.Length == 0 || !char.IsAsciiDigit(text[0]) || (text.Contains(',') && !IsGrouped(text))) return null;
        var digits = text.Replace(",", "", StringComparison.Ordinal);
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number * factor
            : null;
    }

    // "10k"; but "4k" and "8k" are qualities.
    private static bool IsThousands(string text) =>
        text.Length > 1 && text[^1] == 'k' && char.IsAsciiDigit(text[^2]) && text is not ("4k" or "8k");

    private static bool IsGrouped(string text)
    {
        var groups = text.Split('.')[0].Split(',');
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3);
    }
}

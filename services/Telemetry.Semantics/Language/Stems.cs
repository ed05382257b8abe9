using System.Globalization;
using System.Text;

namespace Telemetry.Semantics.Language;

/// <summary>Brings words into the form that they are compared in: lower case, no accents, no plural ending.</summary>
internal static class Stems
{
    /// <summary>Lower case without accents; characters that only look like letters are folded to them (NFKC).</summary>
    public static string Plain(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (Folded(rune) is { } letter)
            {
                builder.Append(letter);
                continue;
            }
            if (!IsInvisible(rune)) builder.Append(Spelt(rune));
        }
        return builder.ToString();
    }

    private static bool IsInvisible(char letter) =>
        CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control;

    private static string Spelt(char letter) => letter switch
    {
        'ß' => "ss",
        'ø' => "o",
        'æ' => "ae",
        'ł' => "l",
        'đ' => "d",
        'ı' => "i",
        '’' or '‘' or '`' => "'",
        '–' or '—' or '‐' or '‑' or '−' => "-",
        _ => letter.ToString(),
    };

    // Accented Latin letters by their plain ones: without culture data the runtime does not take accents off.
    private static char? Folded(char letter)
    {
        const string Accented = "àáâãäåāăąçćĉċčďèéêëēĕėęěĝğġģĥìíîïĩīĭįĵķĺļľñńņňòóôõöōŏőŕŗřśŝşšţťùúûüũūŭůűųŵýÿŷźżž";
        const string Plainly = "aaaaaaaaacccccdeeeeeeeeegggghiiiiiiiijklllnnnnoooooooorrrssssttuuuuuuuuuuwyyyzzz";
        var at = Accented.IndexOf(letter, StringComparison.Ordinal);
        return at < 0 ? null : Plainly[at];
    }

    /// <summary>The plural of a singular; a plural stays.</summary>
    public static string PluralOf(string plain)
    {
        if (plain.EndsWith('s')) return plain;
        var endsInIes = plain.EndsWith('y') && plain.Length > 2 && plain[^2] is not ('a' or 'e' or 'i' or 'o' or 'u');
        return endsInIes ? plain[..^1] + "ies" : plain + "s";
    }

    /// <summary>Without its plural ending. The result need not be a word, only the same for both forms.</summary>
    public static string Of(string plain) => plain switch
    {
        "tvs" or "pcs" or "ads" => plain[..^1],
        // America is a country, the Americas are two continents.
        "americas" => plain,
        { Length: <= 3 } => plain,
        // "movies" and "cities" end alike, so "movie" is brought to the form of "city".
        _ when Ends(plain, "ies") => string.Concat(plain.AsSpan(0, plain.Length - 3), "y"),
        _ when Ends(plain, "ie") => string.Concat(plain.AsSpan(0, plain.Length - 2), "y"),
        _ when Ends(plain, "sses") || Ends(plain, "xes") || Ends(plain, "ches") || Ends(plain, "shes") => plain[..^2],
        // "Loss", "status" and "analysis" are no plurals.
        _ when Ends(plain, "ss") || Ends(plain, "us") || Ends(plain, "is") => plain,
        _ when Ends(plain, "s") => plain[..^1],
        _ => plain,
    };

    private static bool Ends(string plain, string ending) => plain.EndsWith(ending, StringComparison.Ordinal);
}

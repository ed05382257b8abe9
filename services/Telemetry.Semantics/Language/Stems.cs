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
            if (CharUnicodeInfo.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control) continue;
            builder.Append(rune switch { 'ß' => "ss", 'ø' => "o", 'æ' => "ae", 'ł' => "l", 'đ' => "d", 'ı' => "i", '’' or '‘' or '`' => "'", '–' or '—' or '‐' or '‑' or '−' => "-", _ => rune.ToString() });
        }
        return builder.ToString();
    }

    // Accented Latin letters by their plain ones: without culture data the runtime does not take accents off.
    private static char? Folded(char letter)
    {
        const string Accented = "àáâãäåāăąçćĉċčďèéêëēĕėęěĝğġģĥìíîïĩīĭįĵķĺļľñńņňòóôõöōŏőŕŗřśŝşšţťùúûüũūŭůűųŵýÿŷźżž";
        const string Plainly = "aaaaaaaaacccccdeeeeeeeeegggghiiiiiiiijklllnnnnoooooooorrrssssttuuuuuuuuuuwyyyzzz";
        var at = Accented.IndexOf(letter, StringComparison.Ordinal);
        return at < 0 ? null : Plainly[at];
    }

    /// <summary>The plural of a singular; a plural stays.</summary>
    public static string PluralOf(string plain) => plain.EndsWith('s') ? plain : plain.EndsWith('y') && plain.Length > 2 && !"aeiou".Contains(plain[^2], StringComparison.Ordinal) ? plain[..^1] + "ies" : plain + "s";

    /// <summary>Without its plural ending. The result need not be a word, only the same for both forms.</summary>
    public static string Of(string plain) => plain switch
    {
        "tvs" or "pcs" or "ads" => plain[..^1],
        // America is a country, the Americas are two continents.
        "americas" => plain,
        { Length: <= 3 } => plain,
        // "movies" and "cities" end alike, so "movie" is brought to the form of "city".
        _ when plain.EndsWith("ies", StringComparison.Ordinal) => string.Concat(plain.AsSpan(0, plain.Length - 3), "y"),
        _ when plain.EndsWith("ie", StringComparison.Ordinal) => string.Concat(plain.AsSpan(0, plain.Length - 2), "y"),
        _ when plain.EndsWith("sses", StringComparison.Ordinal) || plain.EndsWith("xes", StringComparison.Ordinal) || plain.EndsWith("ches", StringComparison.Ordinal) || plain.EndsWith("shes", StringComparison.Ordinal) => plain[..^2],
        _ when plain.EndsWith('s') && !plain.EndsWith("ss", StringComparison.Ordinal) && !plain.EndsWith("us", StringComparison.Ordinal) && !plain.EndsWith("is", StringComparison.Ordinal) => plain[..^1],
        _ => plain,
    };
}

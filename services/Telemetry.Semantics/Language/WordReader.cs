using System.Text.RegularExpressions;

namespace Telemetry.Semantics.Language;

/// <summary>Parts a question into words. What follows works on words only, never on the text.</summary>
internal static partial class WordReader
{
    // In this order: dates and clock times stay whole; names with underscores; numbers with digits grouped; words with apostrophes
    // or hyphens; comparison signs; then any other sign by itself.
    [GeneratedRegex(@"\d{4}/\d{1,2}/\d{1,2}(?!\d)|\d{1,2}/\d{1,2}/\d{4}(?!\d)|(?<![\d/])\d{2}/\d{2}(?![\d/])|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)|\d{4}-\d{2}-\d{2}(?:[t ]\d{1,2}:\d{2}(?::\d{2})?z?)?(?!\d)|\d{1,2}:\d{2}(?::\d{2})?|[\p{L}\d]+(?:_[\p{L}\d]+)+|\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+|(?:\p{L}\.){2,}|\p{L}[\p{L}\d]*(?:['’][\p{L}]+)*['’]?|>=|<=|!=|<>|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\s]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pieces();

    private static readonly Dictionary<string, string[]> Contractions = new()
    {
        ["cannot"] = ["can", "not"], ["can't"] = ["can", "not"], ["won't"] = ["will", "not"], ["dont"] = ["do", "not"], ["isnt"] = ["is", "not"], ["arent"] = ["are", "not"], ["whats"] = ["what", "is"], ["hows"] = ["how", "is"], ["what'd"] = ["what", "did"],
        ["let's"] = ["let", "us"], ["i'd"] = ["i", "would"], ["i'm"] = ["i", "am"], ["we've"] = ["we", "have"], ["i've"] = ["i", "have"], ["they're"] = ["they", "are"], ["we're"] = ["we", "are"], ["you're"] = ["you", "are"], ["i'll"] = ["i", "will"], ["wasnt"] = ["was", "not"], ["doesnt"] = ["does", "not"],
    };

    private static readonly HashSet<string> IsContracted = ["what", "who", "how", "where", "that", "it", "there", "here", "when", "which"];

    /// <summary>More words than this are not a question.</summary>
    public const int MostWords = 120;

    public static List<Word> Read(string question)
    {
        var words = new List<Word>();
        var quoted = false;
        var pieces = Pieces().Matches(Composed(question));
        for (var i = 0; i < pieces.Count; i++)
        {
            var text = pieces[i].Value;
            if (text is "-" or "–" or "—" or "‐" or "‑")
            {
                if (i > 0 && i + 1 < pieces.Count && IsRange(pieces[i - 1], pieces[i], pieces[i + 1])) words.Add(new Word("-", "-", "-"));
                continue;
            }
            if (text is "?" or "!" or "." or ":" or ";" or "(" or ")" or "…" or "'" or "’" or "‘" or "[" or "]") continue;
            if (text is "\"" or "“" or "”" or "„" or "«" or "»")
            {
                quoted = !quoted;
                continue;
            }
            Add(words, text, quoted);
        }
        NumberWords.Join(words);
        return words;
    }

    /// <summary>Text that isn't Unicode (lone surrogates) is read with those parts replaced.</summary>
    private static string Composed(string question)
    {
        var valid = string.Create(question.Length, question, (span, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var paired = char.IsHighSurrogate(text[i]) ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) : !char.IsLowSurrogate(text[i]) || (i > 0 && char.IsHighSurrogate(text[i - 1]));
                span[i] = paired ? text[i] : '\uFFFD';
            }
        });
        return valid.Normalize(System.Text.NormalizationForm.FormC);
    }

    // A hyphen parts the ends of a range ("9-11", "Mon-Wed", "10 March – 12 March"); within a word ("sci-fi", "30-minute") it is nothing.
    private static bool IsRange(Match before, Match sign, Match after) =>
        (sign.Index > before.Index + before.Length && after.Index > sign.Index + 1 && (IsTime(before.Value) || IsTime(after.Value)))
        || (char.IsAsciiDigit(after.Value[0]) && (char.IsAsciiDigit(before.Value[^1]) || before.Value.ToLowerInvariant() is "am" or "pm"))
        || (Time.CalendarWords.Weekday(Stems.Plain(before.Value)) is not null && Time.CalendarWords.Weekday(Stems.Plain(after.Value)) is not null);

    private static bool IsTime(string text) => char.IsAsciiDigit(text[0]) || Time.CalendarWords.Month(Stems.Plain(text)) is not null || Time.CalendarWords.Weekday(Stems.Plain(text)) is not null;

    private static void Add(List<Word> words, string text, bool quoted)
    {
        var plain = Stems.Plain(text).Trim('\'');
        if (plain.Length > 2 && plain[^1] == '.') plain = plain.Replace(".", "", StringComparison.Ordinal);
        if (plain.Length == 0)
        {
            words.Add(new Word(text, text, text) { Quoted = quoted });
            return;
        }
        if (Contractions.TryGetValue(plain, out var parts))
        {
            foreach (var part in parts) Push(words, part, part, quoted);
            return;
        }
        if (plain.EndsWith("n't", StringComparison.Ordinal))
        {
            Push(words, text[..^3], plain[..^3], quoted);
            Push(words, "not", "not", quoted);
            return;
        }
        if (plain.EndsWith("'s", StringComparison.Ordinal))
        {
            var owner = plain[..^2];
            Push(words, text[..Math.Min(text.Length, owner.Length)], owner, quoted);
            if (IsContracted.Contains(owner)) Push(words, "is", "is", quoted);
            return;
        }
        Push(words, text, plain, quoted);
    }

    private static void Push(List<Word> words, string text, string plain, bool quoted) =>
        words.Add(new Word(text, plain, Stems.Of(plain)) { Number = NumberWords.Read(plain), Quoted = quoted });
}

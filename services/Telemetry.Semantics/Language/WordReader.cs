using System.Text;
using System.Text.RegularExpressions;
using Telemetry.Semantics.Time;

namespace Telemetry.Semantics.Language;

/// <summary>Parts a question into words. What follows works on words only, never on the text.</summary>
internal static partial class WordReader
{
    // Dates and clock times stay whole: "2026/3/14", "14/3/2026", "03/14", "14.3.2026", "2026-03-14 09:30", "9:30".
    private const string Dates =
        @"\d{4}/\d{1,2}/\d{1,2}(?!\d)|\d{1,2}/\d{1,2}/\d{4}(?!\d)|(?<![\d/])\d{2}/\d{2}(?![\d/])|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)"
        + @"|\d{4}-\d{2}-\d{2}(?:[t ]\d{1,2}:\d{2}(?::\d{2})?z?)?(?!\d)|\d{1,2}:\d{2}(?::\d{2})?";

    // Names with underscores: "NET_TIMEOUT".
    private const string Names = @"[\p{L}\d]+(?:_[\p{L}\d]+)+";

    // Numbers, with their digits grouped or not: "1,000.5", "2.5", "30".
    private const string Numbers = @"\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+";

    // Words, with apostrophes and as initials: "viewer's", "U.S.".
    private const string Words = @"(?:\p{L}\.){2,}|\p{L}[\p{L}\d]*(?:['’][\p{L}]+)*['’]?";

    // Comparison signs, characters of two code units, then any other sign by itself.
    private const string Signs = @">=|<=|!=|<>|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\s]";

    // The first that fits, in this order.
    private const string Piece = Dates + "|" + Names + "|" + Numbers + "|" + Words + "|" + Signs;

    [GeneratedRegex(Piece, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pieces();

    private static readonly Dictionary<string, string[]> Contractions = new()
    {
        ["cannot"] = ["can", "not"], ["can't"] = ["can", "not"], ["won't"] = ["will", "not"],
        ["dont"] = ["do", "not"], ["isnt"] = ["is", "not"], ["arent"] = ["are", "not"], ["wasnt"] = ["was", "not"],
        ["doesnt"] = ["does", "not"],
        ["whats"] = ["what", "is"], ["hows"] = ["how", "is"], ["what'd"] = ["what", "did"], ["let's"] = ["let", "us"],
        ["i'd"] = ["i", "would"], ["i'm"] = ["i", "am"], ["i've"] = ["i", "have"], ["i'll"] = ["i", "will"],
        ["we've"] = ["we", "have"], ["we're"] = ["we", "are"], ["they're"] = ["they", "are"], ["you're"] = ["you", "are"],
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
            if (IsHyphen(text))
            {
                var between = i > 0 && i + 1 < pieces.Count;
                if (between && IsRange(pieces[i - 1], pieces[i], pieces[i + 1])) words.Add(new Word("-", "-", "-"));
            }
            else if (IsQuotationMark(text)) quoted = !quoted;
            else if (!IsSilent(text)) Add(words, text, quoted);
        }
        NumberWords.Join(words);
        return words;
    }

    private static bool IsHyphen(string text) => text is "-" or "–" or "—" or "‐" or "‑";

    private static bool IsQuotationMark(string text) => text is "\"" or "“" or "”" or "„" or "«" or "»";

    // Signs that say nothing.
    private static bool IsSilent(string text) => text
        is "?" or "!" or "." or ":" or ";" or "(" or ")" or "…" or "'" or "’" or "‘" or "[" or "]";

    /// <summary>Text that isn't Unicode (lone surrogates) is read with those parts replaced.</summary>
    private static string Composed(string question)
    {
        var valid = string.Create(question.Length, question, (span, text) =>
        {
            for (var i = 0; i < text.Length; i++) span[i] = IsLoneSurrogate(text, i) ? '\uFFFD' : text[i];
        });
        return valid.Normalize(NormalizationForm.FormC);
    }

    private static bool IsLoneSurrogate(string text, int i)
    {
        if (char.IsHighSurrogate(text[i])) return i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]);
        return char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1]));
    }

    // A hyphen parts the ends of a range ("9-11", "Mon-Wed", "10 March – 12 March"); within a word ("sci-fi", "30-minute") it is nothing.
    private static bool IsRange(Match before, Match sign, Match after)
    {
        var spaced = sign.Index > before.Index + before.Length && after.Index > sign.Index + 1;
        if (spaced && (IsTime(before.Value) || IsTime(after.Value))) return true;
        if (char.IsAsciiDigit(after.Value[0]) && MayEndTime(before.Value)) return true;
        return IsWeekday(before.Value) && IsWeekday(after.Value);
    }

    private static bool IsTime(string text) =>
        char.IsAsciiDigit(text[0]) || CalendarWords.Month(Stems.Plain(text)) is not null || IsWeekday(text);

    private static bool IsWeekday(string text) => CalendarWords.Weekday(Stems.Plain(text)) is not null;

    // "9-11", "9 am-11"
    private static bool MayEndTime(string text) => char.IsAsciiDigit(text[^1]) || text.ToLowerInvariant() is "am" or "pm";

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

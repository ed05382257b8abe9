using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>Phrases for the values that the data have. Made anew when the values change.</summary>
internal sealed class ValueLexicon
{
    private static readonly HashSet<string> Articles = ["the", "a", "an", "of", "in", "on", "at", "and", "to", "for", "from"];

    private static readonly string[] Failures = ["error", "failure", "problem", "issue"];

    private const int FewestOwnWords = 2;

    private readonly Lexicon _phrases = new();

    public ValueLexicon(SemanticCatalogue catalogue, KnownValues known, Lexicon words)
    {
        Known = known;
        var entries = new Dictionary<string, List<(DimensionValue Value, bool Partial)>>();
        foreach (var dimension in catalogue.Dimensions)
        {
            var lake = known.ByDimension.GetValueOrDefault(dimension.Id, []);
            var values = dimension.Closed ? dimension.Values.Keys.Union(lake).ToList() : lake;
            var spellings = dimension.Values.ToDictionary(pair => Stems.Plain(pair.Key), pair => pair.Value);
            var own = dimension.Id == "error_code" ? OwnParts(values, words) : null;
            foreach (var value in values.Where(value => value is { Length: > 0 and <= 200 }))
            {
                var target = new DimensionValue(dimension.Id, value);
                // Types of events are everyday words (start, error, stop): only the catalogue's phrases name them.
                if (dimension.Id != "event_type" && !(dimension.Id == "device_type" && value == "other")) foreach (var phrase in Spellings(value)) NoteWithNouns(phrase, target, dimension.Nouns);
                foreach (var phrase in spellings.GetValueOrDefault(Stems.Plain(value), [])) NoteWithNouns(phrase, target, dimension.Nouns);
                if (own is not null) foreach (var phrase in Codes(value, own)) Note(phrase, target, true);
                if (dimension.Id == "title") foreach (var phrase in Pieces(value, words)) Note(phrase, target, true);
            }
        }
        foreach (var (key, listed) in entries)
        {
            var whole = listed.Where(entry => !entry.Partial).Select(entry => entry.Value).Distinct().ToList();
            var chosen = whole.Count > 0 ? whole : listed.Select(entry => entry.Value).Distinct().ToList();
            _phrases.AddWords(key.Split(' '), new ValueToken(chosen) { Partial = whole.Count == 0 });
        }

        void NoteWithNouns(string phrase, DimensionValue value, IReadOnlyList<string> nouns)
        {
            Note(phrase, value, false);
            foreach (var noun in nouns) Note($"{phrase} {noun}", value, false);
        }

        void Note(string phrase, DimensionValue value, bool partial)
        {
            var key = string.Join(' ', WordReader.Read(phrase).Where(word => word.Plain is not ("," or "-")).Select(word => word.Stem));
            if (key.Length == 0) return;
            if (!partial) Vocabulary.UnionWith(WordReader.Read(phrase).Where(word => word.Number is null && word.Plain.Length >= 5 && word.Plain.All(char.IsAsciiLetter)).Select(word => word.Plain));
            if (!entries.TryGetValue(key, out var list)) entries[key] = list = [];
            list.Add((value, partial));
        }
    }

    /// <summary>What it was made of.</summary>
    public KnownValues Known { get; }

    public IEnumerable<(int End, ValueToken Token)> Find(IReadOnlyList<Word> words, int start) => _phrases.Find(words, start, true).Select(found => (found.End, (ValueToken)found.Token));

    /// <summary>The word is part of a value's name.</summary>
    public bool KnowsAnywhere(string stem) => _phrases.KnowsAnywhere(stem);

    /// <summary>Words of values that spelling may be repaired to.</summary>
    public HashSet<string> Vocabulary { get; } = [];

    // "BlueFiber" is written "Blue Fiber" too, NET_TIMEOUT "net timeout", and "The Kepler Garden" without its article.
    private static IEnumerable<string> Spellings(string value)
    {
        yield return value;
        var split = string.Concat(value.Select((letter, i) => i > 0 && char.IsUpper(letter) && char.IsLower(value[i - 1]) ? " " + letter : letter.ToString()));
        if (split != value) yield return split;
        if (value.Contains('_', StringComparison.Ordinal)) yield return value.Replace('_', ' ');
        if (value.Contains(" & ", StringComparison.Ordinal)) yield return value.Replace(" & ", " and ", StringComparison.Ordinal);
        if (value.StartsWith("The ", StringComparison.OrdinalIgnoreCase) || value.StartsWith("A ", StringComparison.OrdinalIgnoreCase)) yield return value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }

    // "DRM errors": a part of one code alone, with the word that says what it is.
    private static IEnumerable<string> Codes(string code, HashSet<string> own) =>
        from part in code.Split('_')
        where own.Contains(part)
        from noun in Failures
        select $"{part} {noun}";

    // Parts that one code alone has, and that mean nothing else.
    private static HashSet<string> OwnParts(IEnumerable<string> codes, Lexicon words)
    {
        var parts = codes.SelectMany(code => code.Split('_').Distinct()).CountBy(part => part);
        return [.. parts.Where(part => part is { Value: 1, Key.Length: > 2 } && !words.Means(Stems.Of(Stems.Plain(part.Key)))).Select(part => part.Key)];
    }

    // Two or more words in a row of a long title. Two of them have to be its own: "the intern" may be anybody.
    private static IEnumerable<string> Pieces(string title, Lexicon words)
    {
        var parts = WordReader.Read(title).Where(word => word.Plain is not ("," or "-")).ToList();
        for (var from = 0; from < parts.Count; from++)
            for (var to = from + 2; to <= parts.Count; to++)
            {
                if (from == 0 && to == parts.Count) continue;
                var piece = parts.GetRange(from, to - from);
                if (piece.Count(word => IsDistinctive(word, words)) < FewestOwnWords || Articles.Contains(piece[^1].Plain)) continue;
                yield return string.Join(' ', piece.Select(word => word.Plain));
            }
    }

    private static bool IsDistinctive(Word word, Lexicon words) => !Articles.Contains(word.Plain) && !words.Knows(word.Stem) && word.Number is null;
}

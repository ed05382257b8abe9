using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>Phrases for the values that the data have. Made anew when the values change.</summary>
internal sealed class ValueLexicon
{
    private const int LongestValue = 200;
    private const int ShortestInVocabulary = 5;

    private readonly Lexicon _phrases = new();

    public ValueLexicon(SemanticCatalogue catalogue, KnownValues known, Lexicon words)
    {
        Known = known;
        var entries = new Dictionary<string, List<(DimensionValue Value, bool Partial)>>();
        foreach (var dimension in catalogue.Dimensions) NoteValues(entries, dimension, words);
        foreach (var (key, listed) in entries)
        {
            var whole = listed.Where(entry => !entry.Partial).Select(entry => entry.Value).Distinct().ToList();
            var chosen = whole.Count > 0 ? whole : listed.Select(entry => entry.Value).Distinct().ToList();
            _phrases.AddWords(key.Split(' '), new ValueToken(chosen) { Partial = whole.Count == 0 });
        }
    }

    /// <summary>What it was made of.</summary>
    public KnownValues Known { get; }

    /// <summary>Words of values that spelling may be repaired to.</summary>
    public HashSet<string> Vocabulary { get; } = [];

    public IEnumerable<(int End, ValueToken Token)> Find(IReadOnlyList<Word> words, int start) =>
        _phrases.Find(words, start, true).Select(found => (found.End, (ValueToken)found.Token));

    /// <summary>The word is part of a value's name.</summary>
    public bool KnowsAnywhere(string stem) => _phrases.KnowsAnywhere(stem);

    private void NoteValues(Dictionary<string, List<(DimensionValue Value, bool Partial)>> entries, Dimension dimension, Lexicon words)
    {
        var lake = Known.ByDimension.GetValueOrDefault(dimension.Id, []);
        var values = dimension.Closed ? dimension.Values.Keys.Union(lake).ToList() : lake;
        var spellings = dimension.Values.ToDictionary(pair => Stems.Plain(pair.Key), pair => pair.Value);
        var own = dimension.Id == "error_code" ? ValueSpellings.OwnParts(values, words) : null;
        foreach (var value in values.Where(value => value is { Length: > 0 and <= LongestValue }))
        {
            var target = new DimensionValue(dimension.Id, value);
            if (IsSaidByName(target)) NoteAll(ValueSpellings.Of(value));
            NoteAll(spellings.GetValueOrDefault(Stems.Plain(value), []));
            if (own is not null) NoteParts(ValueSpellings.OfCode(value, own));
            if (dimension.Id == "title") NoteParts(ValueSpellings.PiecesOf(value, words));

            void NoteAll(IEnumerable<string> phrases)
            {
                foreach (var phrase in phrases)
                {
                    Note(entries, phrase, target, false);
                    foreach (var noun in dimension.Nouns) Note(entries, $"{phrase} {noun}", target, false);
                }
            }

            void NoteParts(IEnumerable<string> phrases)
            {
                foreach (var phrase in phrases) Note(entries, phrase, target, true);
            }
        }
    }

    // Types of events are everyday words (start, error, stop): only the catalogue's phrases name them.
    private static bool IsSaidByName(DimensionValue value) =>
        value.Dimension != "event_type" && value is not { Dimension: "device_type", Value: "other" };

    private void Note(
        Dictionary<string, List<(DimensionValue Value, bool Partial)>> entries, string phrase, DimensionValue value, bool partial)
    {
        var words = WordReader.Read(phrase);
        var key = string.Join(' ', words.Where(word => word.Plain is not ("," or "-")).Select(word => word.Stem));
        if (key.Length == 0) return;
        if (!partial) Vocabulary.UnionWith(words.Where(MayBeMisspelt).Select(word => word.Plain));
        if (!entries.TryGetValue(key, out var list)) entries[key] = list = [];
        list.Add((value, partial));
    }

    private static bool MayBeMisspelt(Word word) =>
        word.Number is null && word.Plain.Length >= ShortestInVocabulary && word.Plain.All(char.IsAsciiLetter);
}

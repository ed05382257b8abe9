using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>All phrases that have a meaning, as a tree of stems: what begins at a word is found in one walk.</summary>
internal sealed class Lexicon
{
    private readonly Node _root = new();
    private readonly HashSet<string> _stems = [];

    /// <summary>Words of phrases about measures, dimensions and time: what spelling is repaired to.</summary>
    public HashSet<string> Vocabulary { get; } = [];

    public void Add(string phrase, Token token, bool vocabulary = false)
    {
        var words = WordReader.Read(phrase);
        if (words.Count == 0) return;
        AddWords(words.Select(word => word.Stem), token);
        if (vocabulary) foreach (var word in words.Where(word => word.Number is null && word.Plain.Length >= 4)) Vocabulary.UnionWith([word.Plain, Stems.PluralOf(word.Plain)]);
    }

    public void AddWords(IEnumerable<string> stems, Token token)
    {
        var node = _root;
        foreach (var stem in stems)
        {
            _stems.Add(stem);
            if (!node.Next.TryGetValue(stem, out var next)) node.Next[stem] = next = new Node();
            node = next;
        }
        node.Tokens.Add(token);
    }

    /// <summary>Every token whose phrase begins at a word, with the index of the word after it.</summary>
    public IEnumerable<(int End, Token Token)> Find(IReadOnlyList<Word> words, int start, bool acrossCommas = false)
    {
        var node = _root;
        for (var i = start; i < words.Count; i++)
        {
            if (acrossCommas && i > start && words[i].Plain == ",") continue;
            if (!node.Next.TryGetValue(words[i].Stem, out node!)) yield break;
            foreach (var token in node.Tokens) yield return (i + 1, token);
        }
    }

    /// <summary>A phrase begins with that word, or is it.</summary>
    public bool Knows(string stem) => _root.Next.ContainsKey(stem);

    /// <summary>The word is a phrase by itself.</summary>
    public bool Means(string stem) => _root.Next.TryGetValue(stem, out var node) && node.Tokens.Count > 0;

    /// <summary>The word is part of a phrase.</summary>
    public bool KnowsAnywhere(string stem) => _stems.Contains(stem);

    private sealed class Node
    {
        public Dictionary<string, Node> Next { get; } = [];

        public List<Token> Tokens { get; } = [];
    }

    /// <summary>The phrases of the catalogue.</summary>
    public static Lexicon Of(SemanticCatalogue catalogue)
    {
        var lexicon = new Lexicon();
        foreach (var measure in catalogue.Measures)
        {
            AddAll(measure.Says, new MeasureToken(measure.Id), true);
            AddAll(ColumnName(measure.Row), new MeasureToken(measure.Id), false);
        }
        foreach (var dimension in catalogue.Dimensions)
        {
            AddAll(dimension.Says, new DimensionToken(dimension.Id), true);
            AddAll(ColumnName(dimension.Column), new DimensionToken(dimension.Id), false);
        }
        var words = catalogue.Words;
        AddRoles(words.Keywords, role => new KeywordToken(role));
        AddAll(words.Fillers, new FillerToken(), false);
        AddRoles(words.Statistics, statistic => new StatisticToken(statistic), true);
        AddRoles(words.Superlatives, kind => new SuperlativeToken(kind));
        AddRoles(words.Comparators, name => new ComparatorToken(name));
        AddRoles(words.Grains, unit => new GrainToken(unit), true);
        foreach (var unit in new[] { "minute", "hour", "day", "week", "month" }) AddAll(words.Units[unit].Where(phrase => phrase.Length > 2 && phrase != "min" && phrase != "mins"), new UnitToken(unit), false);
        foreach (var (word, meaning) in words.Ambiguous) AddAll(meaning.Says, new AmbiguousToken(word), false);
        foreach (var (word, meaning) in words.AmbiguousDimensions)
            foreach (var by in words.Keywords["by"].Concat(words.Keywords["per"]).Concat(["which", "what"])) AddAll(meaning.Says.Select(phrase => $"{by} {phrase}"), new AmbiguousDimensionToken(word, by), false);
        foreach (var topic in catalogue.Refusals.Topics) AddAll(topic.Says, new RefusedToken(topic.Id!), false);
        AddAll(catalogue.Refusals.Changes.Says, new RefusedToken("changes"), false);
        AddAll(catalogue.Refusals.Intrusions.Says, new RefusedToken("intrusions"), false);
        lexicon.Vocabulary.UnionWith(["yesterday", "today", "week", "month", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend", "hours", "minutes", "compare", "versus", "currently", "excluding", "correlation", "anomalies", "anomaly", "percentage", "percentile", "distribution", "breakdown", "highest", "lowest", "without", "between", "february", "january", "march"]);
        return lexicon;

        // "startup_time_ms": whoever writes SQL names columns as the table does. Names of one word are everyday words already.
        static IEnumerable<string> ColumnName(string? sql) =>
            sql is not null && sql.StartsWith("e.", StringComparison.Ordinal) && sql.Contains('_', StringComparison.Ordinal) && sql[2..].All(letter => letter is '_' or (>= 'a' and <= 'z'))
                ? [sql[2..]]
                : [];

        void AddAll(IEnumerable<string> phrases, Token token, bool vocabulary)
        {
            foreach (var phrase in phrases) lexicon.Add(phrase, token, vocabulary);
        }

        void AddRoles(IReadOnlyDictionary<string, IReadOnlyList<string>> roles, Func<string, Token> token, bool vocabulary = false)
        {
            foreach (var (role, phrases) in roles) AddAll(phrases, token(role), vocabulary);
        }
    }
}

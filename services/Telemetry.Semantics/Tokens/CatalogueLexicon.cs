using Telemetry.Semantics.Catalogue;

namespace Telemetry.Semantics.Tokens;

/// <summary>Makes a lexicon of the catalogue's phrases.</summary>
internal sealed class CatalogueLexicon
{
    private static readonly string[] Units = ["minute", "hour", "day", "week", "month"];

    // Of everyday words that no phrase has, those that are often misspelt.
    private static readonly string[] EverydayWords =
    [
        "yesterday", "today", "week", "month", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend",
        "hours", "minutes", "compare", "versus", "currently", "excluding", "correlation", "anomalies", "anomaly", "percentage",
        "percentile", "distribution", "breakdown", "highest", "lowest", "without", "between", "february", "january", "march",
    ];

    private readonly Lexicon _lexicon = new();

    private CatalogueLexicon(SemanticCatalogue catalogue)
    {
        AddMeasures(catalogue);
        AddDimensions(catalogue);
        AddWords(catalogue.Words);
        AddAmbiguities(catalogue.Words);
        AddRefusals(catalogue.Refusals);
        _lexicon.Vocabulary.UnionWith(EverydayWords);
    }

    public static Lexicon Of(SemanticCatalogue catalogue) => new CatalogueLexicon(catalogue)._lexicon;

    private void AddMeasures(SemanticCatalogue catalogue)
    {
        foreach (var measure in catalogue.Measures)
        {
            Add(measure.Says, new MeasureToken(measure.Id), vocabulary: true);
            Add(ColumnName(measure.Row), new MeasureToken(measure.Id));
        }
    }

    private void AddDimensions(SemanticCatalogue catalogue)
    {
        foreach (var dimension in catalogue.Dimensions)
        {
            Add(dimension.Says, new DimensionToken(dimension.Id), vocabulary: true);
            Add(ColumnName(dimension.Column), new DimensionToken(dimension.Id));
        }
    }

    private void AddWords(WordLists words)
    {
        AddRoles(words.Keywords, role => new KeywordToken(role));
        Add(words.Fillers, new FillerToken());
        AddRoles(words.Statistics, statistic => new StatisticToken(statistic), vocabulary: true);
        AddRoles(words.Superlatives, kind => new SuperlativeToken(kind));
        AddRoles(words.Comparators, name => new ComparatorToken(name));
        AddRoles(words.Grains, unit => new GrainToken(unit), vocabulary: true);
        foreach (var (kind, phrases) in words.Drawings) Add(phrases, new DrawingToken(kind));
        foreach (var unit in Units) Add(words.Units[unit].Where(IsNoun), new UnitToken(unit));
    }

    // "15 min" is a number with its unit; "min" alone is the least of something.
    private static bool IsNoun(string unit) => unit.Length > 2 && unit is not ("min" or "mins");

    private void AddAmbiguities(WordLists words)
    {
        foreach (var (word, meaning) in words.Ambiguous) Add(meaning.Says, new AmbiguousToken(word));
        string[] introductions = [.. words.Keywords["by"], .. words.Keywords["per"], "which", "what"];
        foreach (var (word, meaning) in words.AmbiguousDimensions)
            foreach (var by in introductions)
                Add(meaning.Says.Select(phrase => $"{by} {phrase}"), new AmbiguousDimensionToken(word, by));
    }

    private void AddRefusals(RefusalLists refusals)
    {
        foreach (var topic in refusals.Topics) Add(topic.Says, new RefusedToken(topic.Id!));
        Add(refusals.Changes.Says, new RefusedToken("changes"));
        Add(refusals.Intrusions.Says, new RefusedToken("intrusions"));
    }

    // "startup_time_ms": whoever writes SQL names columns as the table does. Names of one word are everyday words already.
    private static IEnumerable<string> ColumnName(string? sql)
    {
        if (sql is null || !sql.StartsWith("e.", StringComparison.Ordinal)) return [];
        var name = sql[2..];
        return name.Contains('_', StringComparison.Ordinal) && name.All(letter => letter is '_' or (>= 'a' and <= 'z')) ? [name] : [];
    }

    private void AddRoles(IReadOnlyDictionary<string, IReadOnlyList<string>> roles, Func<string, Token> token, bool vocabulary = false)
    {
        foreach (var (role, phrases) in roles) Add(phrases, token(role), vocabulary);
    }

    private void Add(IEnumerable<string> phrases, Token token, bool vocabulary = false)
    {
        foreach (var phrase in phrases) _lexicon.Add(phrase, token, vocabulary);
    }
}

using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Language;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Time;

namespace Telemetry.Semantics.Tokens;

/// <summary>What a question's words are read as.</summary>
/// <param name="Words">The words, mended where they were misspelt.</param>
/// <param name="Tokens">The cheapest reading, in order.</param>
/// <param name="Zone">The zone named in it, or null.</param>
/// <param name="Repairs">Mended words.</param>
internal sealed record Reading(IReadOnlyList<Word> Words, IReadOnlyList<Token> Tokens, string? Zone, IReadOnlyList<SpellingRepair> Repairs);

/// <summary>Reads words as tokens: of all ways to part them into known phrases, the one with the fewest and surest.</summary>
internal sealed class Tokeniser(SemanticCatalogue catalogue)
{
    private readonly Lexicon _lexicon = CatalogueLexicon.Of(catalogue);
    private readonly Quantities _quantities = new(catalogue);
    private ValueLexicon? _values;
    private ZoneNames? _zones;

    public Reading Read(string question, DateTimeOffset now, KnownValues known)
    {
        var (values, zoneNames) = Of(known);
        var words = WordReader.Read(question).ConvertAll(Whole);
        WordSenses.Settle(words);
        var repairs = new List<SpellingRepair>();
        Spelling.Repair(words, _lexicon, values, repairs);
        var zones = Enumerable.Range(0, words.Count).SelectMany(i => zoneNames.At(words, i)).ToList();
        var zone = zones.FirstOrDefault()?.Zone;
        var clock = new ZonedClock(now, zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone));
        var tokens = Cheapest(words, Edges(words, new TimeGrammar(words, clock), values, zones));
        return new Reading(words, tokens, zone is "UTC" ? null : zone, repairs);
    }

    // "hrs", "bw": written out.
    private Word Whole(Word word) =>
        !word.Quoted && catalogue.Words.Abbreviations.TryGetValue(word.Plain, out var whole)
            ? new Word(word.Text, whole, Stems.Of(whole))
            : word;

    /// <summary>Words of the catalogue and of values that are near to one that is unknown, the nearest first, at most two.</summary>
    public IReadOnlyList<string> Near(string word, KnownValues known) =>
        Spelling.Near(Stems.Plain(word), _lexicon.Vocabulary.Concat(Of(known).Values.Vocabulary));

    private (ValueLexicon Values, ZoneNames Zones) Of(KnownValues known)
    {
        var (values, zones) = (_values, _zones);
        if (values is null || zones is null || !ReferenceEquals(values.Known, known))
        {
            (values, zones) = (new ValueLexicon(catalogue, known, _lexicon), new ZoneNames(known));
            (_values, _zones) = (values, zones);
        }
        return (values, zones);
    }

    private List<Token>[] Edges(List<Word> words, TimeGrammar times, ValueLexicon values, List<ZoneToken> zones)
    {
        var edges = new List<Token>[words.Count];
        for (var i = 0; i < words.Count; i++)
        {
            var from = edges[i] = [];
            foreach (var (end, token) in _lexicon.Find(words, i))
                if (!IsImperative(words, i, end, token) && !IsQuestion(words, i, end, token)) from.Add(Placed(token, words, i, end));
            foreach (var match in times.At(i)) from.Add(Placed(new TimeToken(match.Spec), words, i, match.End));
            from.AddRange(zones.Where(zone => zone.Start == i));
            foreach (var quantity in _quantities.At(words, i)) from.Add(Placed(quantity, words, quantity.Start, quantity.End));
            if (Percentiles.At(words, i) is { } percentile) from.Add(percentile);
        }
        for (var i = 0; i < words.Count; i++) AddOrdinals(words, i, edges);
        for (var i = 0; i < words.Count; i++)
            foreach (var (end, token) in values.Find(words, i))
                edges[i].Add(Placed(ValueEvidence.Judged(words, i, end, token, edges), words, i, end));
        for (var i = 0; i < words.Count; i++)
            if (edges[i].Count == 0 || edges[i].All(edge => edge.End > i + 1)) edges[i].Add(Placed(new UnknownToken(), words, i, i + 1));
        return edges;
    }

    private static void AddOrdinals(List<Word> words, int i, List<Token>[] edges)
    {
        foreach (var ordinal in Ordinals.At(words, i))
        {
            if (!ordinal.Whole && !IsSuperlative(edges, ordinal.End)) continue;
            edges[i].Add(ordinal);
            // "The 4th highest" is no day.
            var from = i > 0 && words[i - 1].Plain is "the" ? i - 1 : i;
            for (var at = from; at <= i; at++) edges[at].RemoveAll(edge => edge is TimeToken && edge.End == ordinal.End);
        }
    }

    private static bool IsSuperlative(List<Token>[] edges, int i) => i < edges.Length && edges[i].Exists(edge => edge is SuperlativeToken);

    // "show" is what titles are called, and what one says to a screen.
    private static bool IsImperative(List<Word> words, int start, int end, Token token) =>
        token is DimensionToken
        && end == start + 1
        && words[start].Plain == "show"
        && !(start > 0 && ComesBeforeTitle(words[start - 1].Plain));

    // "What percentage watched more than 3 titles" asks for a share of viewers; "percentage watched" alone is a measure.
    private static bool IsQuestion(List<Word> words, int start, int end, Token token) =>
        token is MeasureToken { Id: "retention_rate" }
        && words[start].Plain.StartsWith("per", StringComparison.Ordinal)
        && start > 0
        && words[start - 1].Plain is "what" or "which" or "many"
        && words.PlainAt(end) is "more" or "less" or "fewer" or "at" or "over" or "under" or "no" or "between" or "only";

    private static bool ComesBeforeTitle(string word) => word
        is "which" or "what" or "each" or "per" or "by" or "every" or "watched" or "top" or "popular" or "best" or "worst" or "single"
        or "viewed";

    private static T Placed<T>(T token, List<Word> words, int start, int end) where T : Token => token with
    {
        Start = start,
        End = end,
        Text = string.Join(' ', words.Skip(start).Take(end - start).Select(word => word.Plain)),
        Plural = words[end - 1].Plural,
    };

    private static List<Token> Cheapest(List<Word> words, List<Token>[] edges)
    {
        var cost = new double[words.Count + 1];
        var best = new Token?[words.Count + 1];
        Array.Fill(cost, double.PositiveInfinity);
        cost[0] = 0;
        for (var i = 0; i < words.Count; i++)
            foreach (var edge in edges[i])
            {
                if (edge.End > words.Count || cost[i] + edge.Cost >= cost[edge.End]) continue;
                cost[edge.End] = cost[i] + edge.Cost;
                best[edge.End] = edge;
            }
        var tokens = new List<Token>();
        for (var i = words.Count; i > 0; i = best[i]!.Start) tokens.Add(best[i]!);
        tokens.Reverse();
        return tokens;
    }
}

using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>Reads numbers with their units: "2.5 seconds", "30 %", "an hour", "1k".</summary>
internal sealed class Quantities
{
    private readonly List<(string[] Stems, string Unit)> _units;

    public Quantities(SemanticCatalogue catalogue) =>
        _units = [.. catalogue.Words.Units.SelectMany(unit => unit.Value.Select(phrase => (StemsOf(phrase), unit.Key)))];

    public IEnumerable<QuantityToken> At(IReadOnlyList<Word> words, int start) =>
        words[start].Number is { } number ? OfNumber(words, start, number) : OfWords(words, start);

    private IEnumerable<QuantityToken> OfNumber(IReadOnlyList<Word> words, int start, double number)
    {
        var (value, end) = Multiplied(words, start + 1, number);
        yield return new QuantityToken(value, null) { Start = start, End = end };
        foreach (var (unit, after) in UnitsAt(words, end)) yield return new QuantityToken(value, unit) { Start = start, End = after };
        // "one and a half hours"
        if (IsAndAHalf(words, end)) yield return new QuantityToken(value + 0.5, "hour") { Start = start, End = end + 4 };
    }

    // "200 k", "two million"; but "4 k" and "8 k" are qualities.
    private static (double Value, int End) Multiplied(IReadOnlyList<Word> words, int end, double value) => words.StemAt(end) switch
    {
        "k" when value is not (4 or 8) => (value * 1000, end + 1),
        "hundred" => (value * 100, end + 1),
        "thousand" => (value * 1000, end + 1),
        "million" => (value * 1_000_000, end + 1),
        _ => (value, end),
    };

    private static IEnumerable<QuantityToken> OfWords(IReadOnlyList<Word> words, int start)
    {
        var unit = words.StemAt(start + 1);
        if (words.StemAt(start) is "a" or "an" && unit is "hour" or "minute" or "second")
        {
            yield return new QuantityToken(1, unit) { Start = start, End = start + 2 };
            // "an hour and a half"
            if (IsAndAHalf(words, start + 2)) yield return new QuantityToken(1.5, unit) { Start = start, End = start + 5 };
        }
        else if (PartOfHour(words, start) is var (minutes, end))
        {
            yield return new QuantityToken(minutes, "minute") { Start = start, End = end };
        }
    }

    // "half an hour", "half hour", "half hourly", "quarter of an hour", "quarter hour"
    private static (double Minutes, int End)? PartOfHour(IReadOnlyList<Word> words, int start)
    {
        string Ahead(int count) => words.StemAt(start + count);
        return Ahead(0) switch
        {
            "half" when Ahead(1) is "a" or "an" && Ahead(2) == "hour" => (30, start + 3),
            "half" when Ahead(1) is "hour" or "hourly" => (30, start + 2),
            "quarter" when Ahead(1) == "of" && Ahead(2) is "a" or "an" && Ahead(3) == "hour" => (15, start + 4),
            "quarter" when Ahead(1) is "hour" or "hourly" => (15, start + 2),
            _ => null,
        };
    }

    private static bool IsAndAHalf(IReadOnlyList<Word> words, int i) =>
        words.StemAt(i) == "and" && words.StemAt(i + 1) == "a" && words.StemAt(i + 2) == "half";

    private IEnumerable<(string Unit, int End)> UnitsAt(IReadOnlyList<Word> words, int start)
    {
        foreach (var (stems, unit) in _units)
        {
            var i = 0;
            while (i < stems.Length && start + i < words.Count && words[start + i].Stem == stems[i]) i++;
            if (i == stems.Length) yield return (unit, start + i);
        }
    }

    private static string[] StemsOf(string phrase) => [.. WordReader.Read(phrase).Select(word => word.Stem)];
}

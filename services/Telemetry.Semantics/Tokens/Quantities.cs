using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>Reads numbers with their units: "2.5 seconds", "30 %", "an hour", "1k".</summary>
internal sealed class Quantities
{
    private readonly List<(string[] Stems, string Unit)> _units;

    public Quantities(SemanticCatalogue catalogue) =>
        _units = [.. catalogue.Words.Units.SelectMany(unit => unit.Value.Select(phrase => (WordReader.Read(phrase).Select(word => word.Stem).ToArray(), unit.Key)))];

    public IEnumerable<QuantityToken> At(IReadOnlyList<Word> words, int start)
    {
        string Stem(int i) => i < words.Count ? words[i].Stem : "";
        if (words[start].Number is { } value)
        {
            var end = start + 1;
            if (Stem(end) == "k" && value != 4 && value != 8) (value, end) = (value * 1000, end + 1);
            else if (Stem(end) is "hundred" or "thousand" or "million") (value, end) = (value * (Stem(end) == "hundred" ? 100 : Stem(end) == "thousand" ? 1000 : 1_000_000), end + 1);
            yield return new QuantityToken(value, null) { Start = start, End = end };
            foreach (var (unit, after) in UnitsAt(words, end)) yield return new QuantityToken(value, unit) { Start = start, End = after };
            if (Stem(end) == "and" && Stem(end + 1) == "a" && Stem(end + 2) == "half") yield return new QuantityToken(value + 0.5, "hour") { Start = start, End = end + 4 };
        }
        else if (Stem(start) is "a" or "an" && Stem(start + 1) is "hour" or "minute" or "second")
        {
            yield return new QuantityToken(1, Stem(start + 1)) { Start = start, End = start + 2 };
            if (Stem(start + 2) == "and" && Stem(start + 3) == "a" && Stem(start + 4) == "half") yield return new QuantityToken(1.5, Stem(start + 1)) { Start = start, End = start + 5 };
        }
        else if (Stem(start) == "half" && Stem(start + 1) is "a" or "an" && Stem(start + 2) == "hour") yield return new QuantityToken(30, "minute") { Start = start, End = start + 3 };
        else if (Stem(start) == "half" && Stem(start + 1) == "hour") yield return new QuantityToken(30, "minute") { Start = start, End = start + 2 };
        else if (Stem(start) is "half" && Stem(start + 1) is "hourly") yield return new QuantityToken(30, "minute") { Start = start, End = start + 2 };
        else if (Stem(start) == "quarter" && Stem(start + 1) == "of" && Stem(start + 2) is "an" or "a" && Stem(start + 3) == "hour") yield return new QuantityToken(15, "minute") { Start = start, End = start + 4 };
        else if (Stem(start) is "quarter" && Stem(start + 1) is "hourly" or "hour") yield return new QuantityToken(15, "minute") { Start = start, End = start + 2 };
    }

    private IEnumerable<(string Unit, int End)> UnitsAt(IReadOnlyList<Word> words, int start)
    {
        foreach (var (stems, unit) in _units)
        {
            var i = 0;
            while (i < stems.Length && start + i < words.Count && words[start + i].Stem == stems[i]) i++;
            if (i == stems.Length) yield return (unit, start + i);
        }
    }
}

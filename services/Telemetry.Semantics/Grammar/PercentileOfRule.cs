using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// A percentile said in words: "the start-up time that 99 percent of sessions stay below", "how fast do 95% of plays start".
/// </summary>
internal sealed class PercentileOfRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var (i, part) in sentence.Free<QuantityToken>())
        {
            if (part.Value is not (>= 1 and <= 99) || part.Value % 1 != 0 || Whole(sentence, i, part) is not { } whole) continue;
            if (!MeasuresStatistic(sentence) || Bound(sentence) is not { } bound) continue;
            // "Not exceeded by 95% of plays"
            var isDenied = bound.At is { } compared && sentence.IsFree(compared - 1, "not");
            if (isDenied) sentence.Use(bound.At!.Value - 1);
            sentence.UseIf(i - 1, "by");
            var rank = bound.Below != isDenied ? part.Value : 100 - part.Value;
            for (var used = i; used <= whole; used++) if (sentence[used] is not ValueToken) sentence.Use(used);
            if (bound.At is { } at) sentence.Use(at);
            draft.Statistics.Add(rank == 50 ? "median" : string.Create(CultureInfo.InvariantCulture, $"p{rank}"));
            return;
        }
    }

    // The sessions behind "95 percent of"; values between say which ones, and are left to their rule.
    private static int? Whole(Sentence sentence, int i, QuantityToken part)
    {
        var isPercent = part.Unit == "percent" ? sentence.WordAfter(i) == "of" : sentence.Is(i + 1, "share") && part.Unit is null;
        if (!isPercent) return null;
        var at = part.Unit is null ? i + 2 : i + 1;
        while (sentence[at] is ValueToken || sentence.Is(at, "all")) at++;
        return sentence[at] is MeasureToken { Id: "sessions" or "viewers", Plural: true } && sentence.IsFree(at) ? at : null;
    }

    private bool MeasuresStatistic(Sentence sentence)
    {
        if (sentence.Any<StatisticToken>()) return false;
        var measures = sentence.Tokens.OfType<MeasureToken>().Where(measure => measure.Id is not ("sessions" or "viewers")).ToList();
        if (measures is [var only]) return catalogue.FindMeasure(only.Id) is { IsStatistic: true };
        return measures.Count == 0 && sentence.Has("howFast") && sentence.Has("start");
    }

    // Which side of the value they are on: the only comparison in the question, without a number; what is fast stays below.
    private static (bool Below, int? At)? Bound(Sentence sentence)
    {
        var bounds = sentence.Free<ComparatorToken>();
        if (bounds is [var (i, comparator)] && sentence[i + 1] is not QuantityToken)
            return (comparator.Operator is "under" or "atMost", i);
        return bounds.Count == 0 && sentence.Has("howFast") ? (true, null) : null;
    }
}

using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Which statistic of the values: "average", "p95", "p50 and p99".</summary>
internal sealed class StatisticRule : IRule
{
    // "p95 and p99" are two columns of one measure; "average" and "total" beside another statistic say nothing more.
    public void Apply(Sentence sentence, Draft draft)
    {
        var found = new List<string>();
        foreach (var i in sentence.Free<StatisticToken>())
        {
            sentence.Use(i);
            found.Add(((StatisticToken)sentence[i]!).Statistic);
        }
        if (found.Exists(statistic => statistic == "median" || statistic.StartsWith('p'))) sentence.UseAll("percentile");
        if (sentence.Has("instead") && found.Count > 1) found.RemoveRange(1, found.Count - 1);
        var strong = found.Where(statistic => statistic is not ("avg" or "sum")).Distinct().ToList();
        draft.Statistic = strong.FirstOrDefault() ?? found.FirstOrDefault() ?? draft.Statistics.FirstOrDefault();
        draft.Statistics.Clear();
        var joined = sentence.Tokens.OfType<StatisticToken>().Zip(sentence.Tokens.OfType<StatisticToken>().Skip(1)).Any(pair => pair.Second.Start - pair.First.End <= 2);
        if (strong.Count > 1 || (joined && found.Distinct().Count() > 1)) draft.Statistics.AddRange(found.Distinct());
    }
}

using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Which statistic of the values: "average", "p95", "p50 and p99".</summary>
internal sealed class StatisticRule : IRule
{
    // "p95 and p99" are two columns of one measure; "average" and "total" beside another statistic say nothing more.
    public void Apply(Sentence sentence, Draft draft)
    {
        var found = new List<string>();
        foreach (var (i, token) in sentence.Free<StatisticToken>())
        {
            sentence.Use(i);
            found.Add(token.Statistic);
        }
        if (found.Exists(statistic => statistic == "median" || statistic.StartsWith('p'))) sentence.UseAll("percentile");
        if (sentence.Has("instead") && found.Count > 1) found.RemoveRange(1, found.Count - 1);
        var strong = found.Where(statistic => statistic is not ("avg" or "sum")).Distinct().ToList();
        draft.Statistic = strong.FirstOrDefault() ?? found.FirstOrDefault() ?? draft.Statistics.FirstOrDefault();
        draft.Statistics.Clear();
        var several = found.Distinct().ToList();
        if (strong.Count > 1 || (several.Count > 1 && AreSideBySide(sentence))) draft.Statistics.AddRange(several);
    }

    // "average and maximum"
    private static bool AreSideBySide(Sentence sentence)
    {
        var named = sentence.Tokens.OfType<StatisticToken>().ToList();
        return named.Zip(named.Skip(1)).Any(pair => pair.Second.Start - pair.First.End <= 2);
    }
}

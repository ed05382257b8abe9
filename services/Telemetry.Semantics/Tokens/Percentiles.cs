using System.Globalization;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>Reads "p95", "95th percentile" and "percentile 95".</summary>
internal static class Percentiles
{
    public static StatisticToken? At(IReadOnlyList<Word> words, int start)
    {
        if (RankAt(words, start) is not var (rank, end)) return null;
        if (words.PlainAt(end) is "percentile" or "percentiles" or "value") end++;
        return rank is >= 1 and <= 99 ? Token(rank, start, end) : null;
    }

    private static (int Rank, int End)? RankAt(IReadOnlyList<Word> words, int start)
    {
        var first = words.PlainAt(start);
        if (first.StartsWith('p') && int.TryParse(first.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var joined))
            return (joined, start + 1);
        if (first is "p" or "percentile" && start + 1 < words.Count && words[start + 1].Number is { } behind)
            return ((int)behind, start + 2);
        if (words[start].Number is not { } number || number % 1 != 0) return null;
        // "95th percentile", "95 pct"
        var end = words.PlainAt(start + 1) is "th" or "st" or "nd" or "rd" ? start + 2 : start + 1;
        return IsPercentile(words.PlainAt(end)) ? ((int)number, end + 1) : null;
    }

    private static bool IsPercentile(string word) => word is "percentile" or "percentiles" or "pct" or "pctl" or "%ile" or "perc";

    private static StatisticToken Token(int rank, int start, int end) =>
        new(rank == 50 ? "median" : $"p{rank}") { Start = start, End = end, Text = $"p{rank}" };
}

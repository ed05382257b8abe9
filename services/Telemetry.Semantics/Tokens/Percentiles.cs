using System.Globalization;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>Reads "p95", "95th percentile" and "percentile 95".</summary>
internal static class Percentiles
{
    public static StatisticToken? At(IReadOnlyList<Word> words, int start)
    {
        string Plain(int i) => i < words.Count ? words[i].Plain : "";
        var (rank, end) = (0, start);
        if (Plain(start).StartsWith('p') && int.TryParse(Plain(start).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out rank)) end = start + 1;
        else if (Plain(start) == "p" && words.Count > start + 1 && words[start + 1].Number is { } spaced) (rank, end) = ((int)spaced, start + 2);
        else if (words[start].Number is { } number && number % 1 == 0)
        {
            rank = (int)number;
            end = Plain(start + 1) is "th" or "st" or "nd" or "rd" ? start + 2 : start + 1;
            if (Plain(end) is not ("percentile" or "percentiles" or "pct" or "pctl" or "%ile" or "perc")) return null;
            end++;
        }
        else if (Plain(start) is "percentile" && words.Count > start + 1 && words[start + 1].Number is { } after) (rank, end) = ((int)after, start + 2);
        else return null;
        if (Plain(end) is "percentile" or "percentiles" or "value") end++;
        return rank is >= 1 and <= 99 ? Token(rank, start, end) : null;
    }

    private static StatisticToken Token(int rank, int start, int end) => new(rank == 50 ? "median" : $"p{rank}") { Start = start, End = end, Text = $"p{rank}" };
}

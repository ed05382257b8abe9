using System.Globalization;
using System.Text.RegularExpressions;

namespace Telemetry.Semantics.Language;

/// <summary>
/// Says in words what analysts write as calls of SQL: <c>COUNT(DISTINCT customer_id)</c>, <c>approx_percentile(startup_time_ms, 0.95)</c>,
/// <c>count(*)</c>. Other functions have the names of our own statistics already.
/// </summary>
internal static partial class SqlCalls
{
    public static string InWords(string question)
    {
        if (!question.Contains('(', StringComparison.Ordinal)) return question;
        var read = Distinct().Replace(question, "distinct $1");
        read = Every().Replace(read, "events");
        return Percentile().Replace(read, call => $"{Rank(call)} {call.Groups["of"].Value}");
    }

    private static string Rank(Match call)
    {
        var share = decimal.Parse(call.Groups["share"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"p{share * 100:0.##}");
    }

    [GeneratedRegex(@"\bcount\s*\(\s*distinct\s+(\w+)\s*\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Distinct();

    [GeneratedRegex(@"\bcount\s*\(\s*\*\s*\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Every();

    [GeneratedRegex(
        @"\b(?:approx_percentile|approx_quantile|quantile|quantile_cont|percentile)\s*\(\s*(?<of>\w+)\s*,\s*(?<share>0?\.\d{1,4})\s*\)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Percentile();
}

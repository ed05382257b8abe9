using System.Text.RegularExpressions;

namespace Telemetry.Semantics.Refusals;

/// <summary>Tells statements, markup and paths from questions. The planner would not understand them anyway; this says why.</summary>
internal static partial class Statements
{
    private const string Comments = @"--|/\*|\*/";

    private const string Sql = @";\s*\S|\bselect\b.+\bfrom\b|\bdelete\s+from\b|\binsert\s+into\b"
        + @"|\bdrop\s+(table|database|schema|view|index|column|all|events|titles|places)\b"
        + @"|\bupdate\s+\w+\s+set\b|\bunion\s+(all\s+)?select\b";

    private const string Markup = @"<\s*/?\s*\w+\s*>|\$\{|\{\{";
    private const string Paths = @"\.\./|/etc/|/proc/|\\x[0-9a-f]{2}";
    private const string AlwaysTrue = @"(^|\s)'\s*(or|and)\s|1\s*=\s*1";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline;

    [GeneratedRegex($"{Comments}|{Sql}|{Markup}|{Paths}|{AlwaysTrue}", Options, 1000)]
    private static partial Regex Signs();

    public static bool LooksLikeCode(string question)
    {
        try
        {
            return Signs().IsMatch(question);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }
}

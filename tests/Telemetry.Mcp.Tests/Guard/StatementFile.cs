using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Telemetry.Mcp.Tests.Guard;

/// <summary>Reads the files of statements beside this one.</summary>
internal static partial class StatementFile
{
    /// <summary>Statements with the heading that they stand under; "" without one.</summary>
    public static IEnumerable<(string Heading, string Statement)> Read(string name, [CallerFilePath] string here = "")
    {
        var heading = "";
        foreach (var line in File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, name)))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) heading = line[3..];
            else if (line.Length > 0 && !line.StartsWith('#')) yield return (heading, Escape().Replace(line, Character));
        }
    }

    private static string Character(Match escape) => escape.Value[1] switch
    {
        'n' => "\n",
        't' => "\t",
        _ => ((char)Convert.ToInt32(escape.Value[2..], 16)).ToString(),
    };

    [GeneratedRegex(@"\\(n|t|u[0-9a-f]{4})")]
    private static partial Regex Escape();
}

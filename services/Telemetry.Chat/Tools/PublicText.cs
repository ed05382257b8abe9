using System.Text.RegularExpressions;

namespace Telemetry.Chat.Tools;

/// <summary>Error texts from elsewhere, made fit for an asker: one line, no paths, no stack frames, of a readable length.</summary>
internal static partial class PublicText
{
    private const int Longest = 400;
    private const int MostRead = 2_000; // who sends more gets no more of our time

    public static string Of(string? text, string otherwise)
    {
        var line = Cut(text ?? "", MostRead).Split('\n', '\r').Select(part => part.Trim()).FirstOrDefault(part => part.Length > 0 && !StackFrame().IsMatch(part));
        if (line is null) return otherwise;
        line = LocalPath().Replace(line, "…");
        return line.Length <= Longest ? line : Cut(line, Longest - 1) + "…";
    }

    // Not in the middle of a character: half of one is no text to a client.
    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    // "/srv/lake/x.parquet", "C:\data\x", "s3://bucket/key", "file:///…"; a lone "/" or "1/2" is no path.
    [GeneratedRegex(@"(?<![\w/])(?:[a-z][a-z0-9+.-]*://\S+|[A-Za-z]:\\\S+|(?:/[\w.=%@*-]+){2,}/?)", RegexOptions.IgnoreCase)]
    private static partial Regex LocalPath();

    [GeneratedRegex(@"^at [\w.`<>+]+\(")]
    private static partial Regex StackFrame();
}

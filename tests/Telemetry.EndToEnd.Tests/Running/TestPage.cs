namespace Telemetry.EndToEnd.Tests.Running;

/// <summary>A page as the Angular build leaves it, but small: an index with an inline script, a file named by its content, one that is not.</summary>
internal static class TestPage
{
    public const string InlineScript = "document.title = 'Telemetry';";
    public const string Script = "main-C_XVtuo4.js";
    public const string Icon = "favicon.svg";

    public static string Index { get; } =
        $"<!doctype html><html><head><base href=\"/\"><script>{InlineScript}</script></head><body><script src=\"{Script}\" type=\"module\"></script></body></html>";

    public static string ScriptText { get; } = string.Concat(Enumerable.Repeat("console.log('a line that compresses well');\n", 200));

    public static void WriteTo(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "index.html"), Index);
        File.WriteAllText(Path.Combine(folder, Script), ScriptText);
        File.WriteAllText(Path.Combine(folder, Icon), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    }
}

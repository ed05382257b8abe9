using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Telemetry.Mcp.Tests.NodeClients;

/// <summary>Runs test files of tests/mcp-clients in Node and gives back each of their tests.</summary>
internal static class NodeTestRun
{
    // For a whole file. Long enough for a busy machine; only a hanging client meets it.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly string Folder = FolderOfClients();

    /// <param name="file">Name of the file in tests/mcp-clients.</param>
    /// <param name="variables">What the file reads from its environment.</param>
    public static async Task<IReadOnlyList<NodeTest>> RunAsync(string file, params (string Name, string Value)[] variables)
    {
        // The suite needs a newer Node than the machine's may be: it is one of the packages.
        var node = Path.Combine(Folder, "node_modules", ".bin", "node");
        if (!File.Exists(node)) return [Broken(file, $"The clients are not installed. Run 'npm ci' in {Folder}.")];

        var start = new ProcessStartInfo(node, ["--test", "--test-reporter=./reporter.mjs", file])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;

        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var tests = new List<NodeTest>();
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
                tests.Add(JsonSerializer.Deserialize<NodeTest>(line)! with { File = file });
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            tests.Add(Broken(file, $"Not done after {Timeout}; the last test that ended was '{tests.LastOrDefault()?.Name}'."));
        }

        if (tests.Count == 0) tests.Add(Broken(file, $"No test ran. Node said: {await errors}"));
        return tests;
    }

    private static NodeTest Broken(string file, string reason) => new("the file runs", Passed: false, Skipped: false, reason) { File = file };

    private static string FolderOfClients([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../mcp-clients"));
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Telemetry.Semantics.Tests.Samples;

/// <summary>Runs tests/trino-grammar in Node: npm's dt-sql-parser with its Trino grammar.</summary>
internal static class TrinoGrammar
{
    // Long enough for a busy machine; only a hanging process meets it.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>For each statement its first fault, or null.</summary>
    public static async Task<IReadOnlyList<string?>> FaultsAsync(IReadOnlyList<string> statements)
    {
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules"))) throw new InvalidOperationException($"The grammar is not installed. Run 'npm ci' in {folder}.");
        using var node = Process.Start(new ProcessStartInfo("node", ["check.mjs"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("node did not start; install Node 20 or newer.");
        using var timeout = new CancellationTokenSource(Timeout);
        var output = node.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = node.StandardError.ReadToEndAsync(timeout.Token);
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(statements));
        node.StandardInput.Close();
        try
        {
            await node.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            throw;
        }
        return JsonSerializer.Deserialize<List<string?>>(await output) ?? throw new InvalidOperationException($"The grammar gave no answer: {await errors}");
    }

    private static string Folder([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../trino-grammar"));
}

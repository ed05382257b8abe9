using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Telemetry.Grpc.Tests.NodeClients;

/// <summary>Runs test files of tests/grpc-clients in Node against a server and gives back each of their tests.</summary>
public static class NodeTestRun
{
    // For a whole file. Long enough for a busy machine; only a hanging client meets it.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private static readonly string Folder = FolderOfClients();

    /// <param name="file">Name of the file in tests/grpc-clients.</param>
    /// <param name="web">The server's gRPC-Web address.</param>
    /// <param name="grpc">The server's gRPC (HTTP/2) address.</param>
    /// <param name="service">Full name of the service that health and reflection are asked for; null leaves it to the file.</param>
    public static async Task<IReadOnlyList<NodeTest>> RunAsync(string file, Uri web, Uri grpc, string? service = null)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            return [Broken(file, $"The clients are not installed. Run 'npm ci' in {Folder}.")];

        var start = new ProcessStartInfo("node", ["--test", "--test-reporter=./reporter.mjs", file])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["GRPC_WEB_ADDRESS"] = web.ToString(), ["GRPC_ADDRESS"] = grpc.ToString() },
        };
        if (service is not null)
            start.Environment["GRPC_SERVICE"] = service;

        using var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start; install Node 20 or newer.");
        var errors = node.StandardError.ReadToEndAsync();
        var tests = new List<NodeTest>();
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            while (await node.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
                tests.Add(JsonSerializer.Deserialize<NodeTest>(line)! with { File = file });
            await node.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            tests.Add(Broken(file, $"Not done after {Timeout}; the last test that ended was '{tests.LastOrDefault()?.Name}'."));
        }

        if (tests.Count == 0)
            tests.Add(Broken(file, $"No test ran. Node said: {await errors}"));
        return tests;
    }

    private static NodeTest Broken(string file, string reason) => new("the file runs", Passed: false, Skipped: false, reason) { File = file };

    private static string FolderOfClients([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../grpc-clients"));
}

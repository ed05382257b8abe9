using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Telemetry.Eval;

/// <summary>Starts MCP server and chat on a data set at a pinned clock, lets the evaluator ask, and sums up. Everything ends with it.</summary>
internal static class Evaluation
{
    /// <summary>Returns the exit code: 0 when something was measured, else 2.</summary>
    public static async Task<int> RunAsync(EvalFiles files, DateTimeOffset clock, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("telemetry-eval-").FullName;
        try
        {
            var now = clock.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
            var mcpPort = ServiceProcess.FreePort();
            await using var mcp = await ServiceProcess.StartAsync(
                "Telemetry.Mcp", mcpPort, [$"Mcp:Port={mcpPort}", $"Lake:Folder={files.Dataset}", $"Clock:Now={now}"], cancellationToken);
            var chatPort = ServiceProcess.FreePort();
            await using var chat = await ServiceProcess.StartAsync(
                "Telemetry.Chat", chatPort,
                [
                    $"Grpc:WebPort={chatPort}", "Grpc:GrpcPort=0", $"Chat:McpEndpoint=http://127.0.0.1:{mcpPort}/mcp",
                    $"Chat:HistoryFile={Path.Combine(scratch, "history.db")}", $"Clock:Now={now}",
                ],
                cancellationToken);

            var report = Path.Combine(scratch, "report.json");
            var exitCode = await AskAsync(files, chatPort, report, cancellationToken);
            if (!File.Exists(report))
            {
                await Console.Error.WriteLineAsync($"The evaluator measured nothing (exit code {exitCode}). Chat's last lines:\n{chat.LastLines()}");
                return 2;
            }

            var score = Score.Of(
                (await File.ReadAllLinesAsync(files.Questions, cancellationToken)).Where(line => line.Trim().Length > 0).Select(line => JsonNode.Parse(line)!),
                JsonNode.Parse(await File.ReadAllTextAsync(report, cancellationToken))!);
            Console.WriteLine(score);
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<int> AskAsync(EvalFiles files, int chatPort, string report, CancellationToken cancellationToken)
    {
        using var evaluator = Process.Start(new ProcessStartInfo("node",
            [files.Evaluator, "--base", $"http://127.0.0.1:{chatPort}", "--questions", files.Questions, "--json", report]))!;
        try
        {
            await evaluator.WaitForExitAsync(cancellationToken);
            return evaluator.ExitCode;
        }
        finally
        {
            if (!evaluator.HasExited) evaluator.Kill(entireProcessTree: true);
        }
    }
}

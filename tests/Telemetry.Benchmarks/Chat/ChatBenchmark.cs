using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Telemetry.Benchmarks.Lake;
using Telemetry.Eval;

namespace Telemetry.Benchmarks.Chat;

/// <summary>
/// Askers at once who ask again as soon as they have their answer, over HTTP, of chat and MCP server as processes of their own on a lake
/// of ten million events. Everybody asks for another country or device, so hardly two queries are the same, and nothing is
/// answered from memory.
/// </summary>
internal static class ChatBenchmark
{
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var folder = new Option<string?>("--folder") { Description = "Folder of the lake, kept for the next time; none makes one and removes it." };
        var rows = new Option<long>("--rows") { DefaultValueFactory = _ => 10_000_000, Description = "Events in the lake." };
        var askers = new Option<int>("--askers") { DefaultValueFactory = _ => 20, Description = "Askers at once." };
        var questions = new Option<int>("--questions") { DefaultValueFactory = _ => 10, Description = "Questions an asker." };
        var command = new RootCommand("Measures whole answers of the chat over a large lake.") { folder, rows, askers, questions };
        command.SetAction(async (parsed, token) =>
        {
            var scratch = Directory.CreateTempSubdirectory("chat-bench-").FullName;
            try
            {
                var lake = parsed.GetValue(folder) ?? Path.Combine(scratch, "lake");
                Console.WriteLine($"Writing {parsed.GetValue(rows):N0} events to {lake} unless they are there …");
                await GeneratedLake.WriteAsync(lake, parsed.GetValue(rows), token);
                await MeasureAsync(lake, scratch, parsed.GetValue(rows), parsed.GetValue(askers), parsed.GetValue(questions), token);
            }
            finally
            {
                Directory.Delete(scratch, recursive: true);
            }
        });
        return command.Parse(args).InvokeAsync(cancellationToken: cancellationToken);
    }

    private static async Task MeasureAsync(string lake, string scratch, long rows, int askers, int questions, CancellationToken cancellationToken)
    {
        // The end of the generated week.
        var now = GeneratedLake.First.AddDays(7).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var mcpPort = ServiceProcess.FreePort();
        await using var mcp = await ServiceProcess.StartAsync("Telemetry.Mcp", mcpPort, [$"Mcp:Port={mcpPort}", $"Lake:Folder={lake}", $"Clock:Now={now}"], cancellationToken);
        var chatPort = ServiceProcess.FreePort();
        await using var chat = await ServiceProcess.StartAsync(
            "Telemetry.Chat", chatPort,
            [
                $"Grpc:WebPort={chatPort}", "Grpc:GrpcPort=0", $"Chat:McpEndpoint=http://127.0.0.1:{mcpPort}/mcp", $"Chat:HistoryFile={Path.Combine(scratch, "history.db")}",
                "Chat:CacheSeconds=0", $"Clock:Now={now}",
            ],
            cancellationToken);

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{chatPort}"), Timeout = TimeSpan.FromMinutes(3) };
        for (var i = 0; i < ChatQuestions.Count; i++)
        {
            var alone = await AskAsync(http, "alone", ChatQuestions.Of(asker: 0, i), cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"alone: {alone.Ms,6:0} ms  {alone.Kind,-13} {ChatQuestions.Of(0, i).Message}"));
        }

        var (mcpBefore, chatBefore) = (mcp.ProcessorTime, chat.ProcessorTime);
        var answers = (await Task.WhenAll(Enumerable.Range(1, askers).Select(asker => AskInTurnAsync(http, asker, questions, cancellationToken)))).SelectMany(each => each).ToList();
        var (mcpEach, chatEach) = ((mcp.ProcessorTime - mcpBefore).TotalMilliseconds / answers.Count, (chat.ProcessorTime - chatBefore).TotalMilliseconds / answers.Count);
        var tables = answers.Where(answer => answer.Kind == "table").ToList();
        Console.WriteLine("in turn: " + InTurn(answers, answer => answer.Ms));
        Console.WriteLine("planning in turn: " + InTurn(answers, answer => answer.PlanningMs));
        foreach (var alike in tables.GroupBy(answer => answer.Message).OrderByDescending(alike => At(alike.Select(answer => answer.Ms), 0.95)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"at once: p50 {At(alike.Select(answer => answer.Ms), 0.5),6:0} ms  p95 {At(alike.Select(answer => answer.Ms), 0.95),6:0} ms  {alike.Key}"));
        var (together, later) = (answers.Where(answer => answer.Turn == 0), answers.Where(answer => answer.Turn > 0));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"BENCH chat rows={rows} askers={askers} answers={tables.Count} p50_ms={At(tables.Select(answer => answer.Ms), 0.5):0} p95_ms={At(tables.Select(answer => answer.Ms), 0.95):0} max_ms={At(tables.Select(answer => answer.Ms), 1):0} planning_p95_ms={At(later.Select(answer => answer.PlanningMs), 0.95):0} planning_together_max_ms={At(together.Select(answer => answer.PlanningMs), 1):0} others={answers.Count - tables.Count} cpu_ms_each[mcp={mcpEach:0} chat={chatEach:0}]"));
    }

    /// <summary>Median and maximum of each turn, in ms: <c>29/37 3/8</c>.</summary>
    private static string InTurn(IEnumerable<Answer> answers, Func<Answer, double> ms) => string.Join(' ', answers
        .GroupBy(answer => answer.Turn).OrderBy(turn => turn.Key)
        .Select(turn => string.Create(CultureInfo.InvariantCulture, $"{At(turn.Select(ms), 0.5):0}/{At(turn.Select(ms), 1):0}")));

    private static async Task<List<Answer>> AskInTurnAsync(HttpClient http, int asker, int questions, CancellationToken cancellationToken)
    {
        var answers = new List<Answer>();
        for (var i = 0; i < questions; i++) answers.Add(await AskAsync(http, $"asker-{asker}-{i}", ChatQuestions.Of(asker, asker + i), cancellationToken, i));
        return answers;
    }

    private static async Task<Answer> AskAsync(HttpClient http, string sessionId, ChatQuestion question, CancellationToken cancellationToken, int turn = 0)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await http.PostAsJsonAsync("/api/chat/query", new { question.Message, sessionId, question.BoundFilters }, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
        var ms = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return new Answer(question.Message, turn, ms, answer?["planningTime"]?.GetValue<double>() ?? 0, answer?["result"]?["kind"]?.GetValue<string>() ?? $"{(int)response.StatusCode}");
    }

    private static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    private readonly record struct Answer(string Message, int Turn, double Ms, double PlanningMs, string Kind);
}

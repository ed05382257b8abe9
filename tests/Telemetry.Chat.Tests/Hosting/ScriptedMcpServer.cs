using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Telemetry.Chat.Tests.Hosting;

/// <summary>A call that the scripted server was sent.</summary>
public sealed record ToolCall(string Tool, JsonObject Arguments, Func<double, string, Task> ReportAsync)
{
    /// <summary>What the call says of itself.</summary>
    public JsonObject? Meta { get; init; }

    public string Question => Arguments["question"]?.GetValue<string>() ?? "";

    /// <summary>The question that a plan of this server was made from.</summary>
    public string PlannedFrom => Arguments["plan"]?["question"]?.GetValue<string>() ?? "";
}

/// <summary>
/// A real MCP server over streamable HTTP whose tools do what a test says. Without a script it plans every question as a table of the number
/// of rows that the question names ("3 rows", else 1).
/// </summary>
public sealed class ScriptedMcpServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<ToolCall> _calls = new();
    private readonly ConcurrentDictionary<HttpContext, bool> _requests = new();
    private WebApplication? _app;
    private int _port;

    public delegate Task<JsonNode> Tool(ToolCall call, CancellationToken cancellationToken);

    public Uri Endpoint => new($"http://127.0.0.1:{_port}/mcp");

    public IReadOnlyCollection<ToolCall> Calls => _calls;

    public Tool Plan { get; set; } = (call, _) => Task.FromResult<JsonNode>(Planned(call.Question));

    public Tool Run { get; set; } = (call, _) => Task.FromResult<JsonNode>(Result(RowsIn(call.PlannedFrom)));

    public Tool RunSql { get; set; } = (_, _) => Task.FromResult<JsonNode>(Result(0));

    public Tool Page { get; set; } = (call, _) => Task.FromResult<JsonNode>(PageOf(call));

    public Tool Suggest { get; set; } = (_, _) => Task.FromResult<JsonNode>(new JsonObject { ["suggestions"] = new JsonArray("Top titles today", "Error rate by device") });

    /// <summary>When set, answers every request in the place of MCP.</summary>
    public RequestDelegate? Instead { get; set; }

    /// <summary>Hears of every request, before it is answered.</summary>
    public Action<HttpRequest>? Observe { get; set; }

    public void ForgetCalls() => _calls.Clear();

    public int CallsOf(string tool) => _calls.Count(call => call.Tool == tool);

    public static async Task<ScriptedMcpServer> StartAsync()
    {
        var server = new ScriptedMcpServer();
        await server.ListenAsync();
        return server;
    }

    /// <summary>Listens, on the same port as before if there was one.</summary>
    public async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.AddMcpServer(server => server.ServerInfo = new Implementation { Name = "scripted", Version = "1" })
            .WithHttpTransport(http => http.Stateless = true)
            .WithListToolsHandler((_, _) => ValueTask.FromResult(new ListToolsResult()))
            .WithCallToolHandler(CallAsync);
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            _requests[context] = true;
            Observe?.Invoke(context.Request);
            try
            {
                if (Instead is { } instead) await instead(context);
                else await next(context);
            }
            finally
            {
                _requests.TryRemove(context, out _);
            }
        });
        _app.MapMcp("/mcp");
        await _app.StartAsync();
        _port = new Uri(_app.Urls.First()).Port;
    }

    /// <summary>Breaks every connection and stops listening, as a process that is killed does.</summary>
    public async Task KillAsync()
    {
        if (_app is not { } app) return;
        _app = null;
        foreach (var (request, _) in _requests) request.Abort();
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    public ValueTask DisposeAsync() => new(KillAsync());

    public static JsonObject Planned(string question, string source = "lake") => new()
    {
        ["kind"] = "plan",
        ["text"] = $"Read as: {question}",
        ["plan"] = new JsonObject { ["version"] = 1, ["question"] = question },
        ["planHash"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(question))),
        ["sql"] = $"SELECT '{question}'",
        ["source"] = source,
        ["columns"] = new JsonArray(
            new JsonObject { ["name"] = "country", ["title"] = "Country", ["role"] = "dimension", ["unit"] = "" },
            new JsonObject { ["name"] = "viewers", ["title"] = "Viewers", ["role"] = "measure", ["unit"] = "" }),
        ["chart"] = new JsonObject { ["kind"] = "bar", ["x"] = "country", ["y"] = new JsonArray("viewers"), ["series"] = null, ["reason"] = "One value a category." },
        ["assumptions"] = new JsonArray("No time was named: last 7 days."),
        ["followUps"] = new JsonArray("And by city?"),
    };

    public static JsonObject Clarification(string question, params string[] options) => new()
    {
        ["kind"] = "clarification",
        ["text"] = $"What do you mean by {question}?",
        ["options"] = new JsonArray([.. options.Select(option => new JsonObject { ["label"] = option, ["question"] = $"{question} as {option}", ["word"] = question, ["meaning"] = $"measure_{option}" })]),
    };

    public static JsonObject Refusal(string text) => new() { ["kind"] = "refusal", ["text"] = text };

    /// <summary>The first page of a result of that many rows.</summary>
    public static JsonObject Result(int rows, int pageSize = 1_000) => new()
    {
        ["queryId"] = $"rows-{rows}",
        ["columns"] = new JsonArray(new JsonObject { ["name"] = "country", ["type"] = "text" }, new JsonObject { ["name"] = "viewers", ["type"] = "integer" }),
        ["rows"] = Rows(0, Math.Min(rows, pageSize)),
        ["rowCount"] = rows,
        ["nextPageToken"] = rows > pageSize ? pageSize.ToString(CultureInfo.InvariantCulture) : null,
        ["truncated"] = false,
        ["bytesScanned"] = 4_096,
        ["elapsedMs"] = 12,
        ["engine"] = "DuckDB",
        ["reused"] = false,
        ["sql"] = null,
        ["freshAt"] = "2026-03-18T20:29:00Z",
    };

    /// <summary>A result of these rows, whatever its columns.</summary>
    public static JsonObject Table(params JsonArray[] rows)
    {
        var result = Result(0);
        result["columns"] = new JsonArray([.. rows[0].Select((_, column) => new JsonObject { ["name"] = $"column{column}", ["type"] = "text" })]);
        result["rows"] = new JsonArray([.. rows]);
        result["rowCount"] = rows.Length;
        return result;
    }

    public static ToolErrorException Error(string kind, string message, bool retryable) => new(kind, message, retryable);

    private static JsonObject PageOf(ToolCall call)
    {
        var rows = int.Parse(call.Arguments["queryId"]!.GetValue<string>().AsSpan("rows-".Length), CultureInfo.InvariantCulture);
        var from = int.Parse(call.Arguments["pageToken"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        var to = Math.Min(rows, from + call.Arguments["pageSize"]!.GetValue<int>());
        return new JsonObject { ["rows"] = Rows(from, to), ["nextPageToken"] = to < rows ? to.ToString(CultureInfo.InvariantCulture) : null };
    }

    private static JsonArray Rows(int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(row => new JsonArray($"Country {row}", row))];

    private static int RowsIn(string question) => question.Split(' ') is [var number, "rows", ..] && int.TryParse(number, out var rows) ? rows : 1;

    private async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var arguments = new JsonObject();
        foreach (var (name, value) in request.Params!.Arguments ?? new Dictionary<string, JsonElement>()) arguments[name] = JsonNode.Parse(value.GetRawText());
        var token = request.Params.ProgressToken;
        var call = new ToolCall(request.Params.Name, arguments, (progress, message) => token is { } to
            ? request.Server.NotifyProgressAsync(to, new ProgressNotificationValue { Progress = (float)progress, Total = 1, Message = message }, options: null, cancellationToken)
            : Task.CompletedTask)
        {
            Meta = request.Params.Meta,
        };
        _calls.Enqueue(call);
        try
        {
            var tool = call.Tool switch { "plan_question" => Plan, "run_plan" => Run, "get_results" => Page, "run_sql" => RunSql, _ => Suggest };
            var content = await tool(call, cancellationToken);
            return new CallToolResult { StructuredContent = JsonSerializer.SerializeToElement(content), Content = [new TextContentBlock { Text = content.ToJsonString() }] };
        }
        catch (ToolErrorException error)
        {
            return new CallToolResult
            {
                IsError = true,
                StructuredContent = JsonSerializer.SerializeToElement(new { error = new { kind = error.Kind, message = error.Message, retryable = error.Retryable } }),
                Content = [new TextContentBlock { Text = error.Message }],
            };
        }
    }
}

/// <summary>Makes a scripted tool answer with an error.</summary>
public sealed class ToolErrorException(string kind, string message, bool retryable) : Exception(message)
{
    public string Kind { get; } = kind;

    public bool Retryable { get; } = retryable;
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Grpc.Hosting;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;

namespace Telemetry.Chat.Tests.Hosting;

/// <summary>The chat service on free ports, with a scripted MCP server and a history of its own.</summary>
public sealed class ChatHost : IAsyncDisposable
{
    /// <summary>How long a test waits for what must happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly bool _ownsFolder;
    private readonly bool _ownsMcp;

    private ChatHost(WebApplication app, ScriptedMcpServer mcp, bool ownsMcp, string folder, bool ownsFolder)
    {
        (App, Mcp, _ownsMcp, _folder, _ownsFolder) = (app, mcp, ownsMcp, folder, ownsFolder);
        var endpoints = app.Services.GetRequiredService<GrpcEndpoints>();
        (Web, Grpc) = (endpoints.Web, endpoints.Grpc);
        Http = new HttpClient { BaseAddress = Web, Timeout = Patience };
    }

    public WebApplication App { get; }

    public ScriptedMcpServer Mcp { get; }

    public Uri Web { get; }

    public Uri Grpc { get; }

    public HttpClient Http { get; }

    public static async Task<ChatHost> StartAsync(
        Dictionary<string, string?>? settings = null, ScriptedMcpServer? mcp = null, string? folder = null, Action<IServiceCollection>? services = null)
    {
        var server = mcp ?? await ScriptedMcpServer.StartAsync();
        var historyFolder = folder ?? Directory.CreateTempSubdirectory("telemetry-chat-").FullName;
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grpc:WebPort"] = "0",
            ["Grpc:GrpcPort"] = "0",
            ["Grpc:AllowedOrigins:0"] = "http://localhost:3000",
            ["Chat:McpEndpoint"] = server.Endpoint.ToString(),
            ["Chat:HistoryFile"] = Path.Combine(historyFolder, "history.db"),
            ["Chat:RetryDelayMs"] = "1",
            ["Chat:WarmUpQuestions"] = "0", // tests count the calls that theirs make
            ["Logging:LogLevel:Default"] = "None",
            ["Logging:LogLevel:Microsoft"] = "None",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.AddServiceDefaults("telemetry-chat");
        builder.AddChat();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapHealthEndpoints();
        app.MapChat();
        await app.StartAsync();
        return new ChatHost(app, server, mcp is null, historyFolder, folder is null);
    }

    public static string NewSession() => Guid.NewGuid().ToString();

    public async Task<HttpResponseMessage> PostAsync(string path, object body) => await Http.PostAsJsonAsync(path, body);

    /// <summary>Asks over REST; the answer must be 200.</summary>
    public async Task<JsonNode> AskAsync(string message, string? sessionId = null)
    {
        using var response = await PostAsync("/api/chat/query", new { message, sessionId = sessionId ?? NewSession() });
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>Asks over REST; the answer must be this status. Returns the problem.</summary>
    public async Task<JsonNode> AskForProblemAsync(int status, string message, string? sessionId = null)
    {
        using var response = await PostAsync("/api/chat/query", new { message, sessionId = sessionId ?? NewSession() });
        var body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(body)!;
    }

    public GrpcChannel OpenGrpc() => GrpcChannel.ForAddress(Grpc);

    public GrpcChannel OpenGrpcWeb() => GrpcChannel.ForAddress(Web, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new HttpClientHandler()) });

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        if (_ownsMcp) await Mcp.DisposeAsync();
        if (_ownsFolder) Directory.Delete(_folder, recursive: true);
    }
}

using System.Globalization;
using Telemetry.AppHost.Lake;
using Telemetry.Chat;
using Telemetry.Grpc.Hosting;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;

namespace Telemetry.AppHost.Hosted;

/// <summary>The chat: a web host of its own in this process, with its history in a file.</summary>
internal sealed class ChatPart : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string? _temporaryFolder;

    private ChatPart(WebApplication app, string? temporaryFolder)
    {
        (_app, _temporaryFolder) = (app, temporaryFolder);
        var endpoints = app.Services.GetRequiredService<GrpcEndpoints>();
        (Web, Grpc) = (endpoints.Web, endpoints.Grpc);
    }

    /// <summary>REST and gRPC-Web.</summary>
    public Uri Web { get; }

    /// <summary>gRPC: HTTP/2 in clear text with prior knowledge.</summary>
    public Uri Grpc { get; }

    /// <summary>Starts it.</summary>
    /// <param name="ports">Where it listens.</param>
    /// <param name="pagePort">Port of the page that calls it.</param>
    /// <param name="mcp">The MCP server that it asks.</param>
    /// <param name="signIn">Settings of sign-in; null when nobody has to.</param>
    public static async Task<ChatPart> StartAsync(Ports ports, int pagePort, Uri mcp, IReadOnlyDictionary<string, string?>? signIn)
    {
        // As the lake: a history that stays, or with any free ports one that goes with this process.
        var temporary = ports == Ports.Free ? Directory.CreateTempSubdirectory("telemetry-chat-").FullName : null;
        var history = temporary is not null
            ? Path.Combine(temporary, "history.db")
            : Path.Combine(LakeFolder.DataFolder(), ports == Ports.Default ? "chat-history.db" : $"chat-history-{Text(ports.Page)}.db");
        var builder = WebApplication.CreateBuilder();
        var configured = builder.Configuration.GetSection(ChatOptions.Section).Get<ChatOptions>() ?? new ChatOptions();
        builder.Configuration.AddInMemoryCollection(Settings(ports, pagePort, mcp, configured.HistoryFile ?? history));
        builder.Configuration.AddInMemoryCollection(signIn);
        builder.AddServiceDefaults("telemetry-chat");
        builder.AddChat();
        var app = builder.Build();
        app.MapHealthEndpoints();
        app.MapChat();
        await app.StartAsync();
        return new ChatPart(app, temporary);
    }

    /// <summary>Ends what is being answered, and the host.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_temporaryFolder is not null) Directory.Delete(_temporaryFolder, recursive: true);
    }

    private static Dictionary<string, string?> Settings(Ports ports, int pagePort, Uri mcp, string history) => new()
    {
        [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.WebPort)}"] = Text(ports.ChatWeb),
        [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.GrpcPort)}"] = Text(ports.ChatGrpc),
        [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.AllowedOrigins)}:0"] = $"http://localhost:{Text(pagePort)}",
        [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.AllowedOrigins)}:1"] = $"http://127.0.0.1:{Text(pagePort)}",
        [$"{ChatOptions.Section}:{nameof(ChatOptions.McpEndpoint)}"] = mcp.ToString(),
        [$"{ChatOptions.Section}:{nameof(ChatOptions.HistoryFile)}"] = history,
    };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

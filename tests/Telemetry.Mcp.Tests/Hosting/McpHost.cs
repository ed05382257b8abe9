using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Hosting;
using Telemetry.Semantics.Planning;

namespace Telemetry.Mcp.Tests.Hosting;

/// <summary>The server as it is served, on a free port, over a scripted engine and a scripted planner.</summary>
internal sealed class McpHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private McpHost(WebApplication app) => _app = app;

    public ScriptedEngine Engine { get; } = new();

    public ScriptedPlanner Planner { get; } = new();

    public Uri Address => _app.Services.GetRequiredService<McpEndpoint>().Address;

    public static Task<McpHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    public static async Task<McpHost> StartAsync(Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            settings.Prepend(("Mcp:Port", "0")).Append(("Clock:Now", "2026-03-18T20:30:00Z")).Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.Logging.ClearProviders();
        builder.AddMcp();
        McpHost? host = null;
        builder.Services.AddSingleton<IQueryEngine>(_ => host!.Engine);
        builder.Services.AddSingleton<IQuestionPlanner>(_ => host!.Planner);
        configure(builder.Services);
        var app = builder.Build();
        app.MapMcpServer();
        host = new McpHost(app);
        await app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

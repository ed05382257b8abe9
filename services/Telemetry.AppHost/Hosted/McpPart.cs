using System.Globalization;
using Telemetry.Lake.Queries;
using Telemetry.Mcp;
using Telemetry.Mcp.Hosting;
using Telemetry.Mcp.Live;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;

namespace Telemetry.AppHost.Hosted;

/// <summary>The MCP server over the lake's folder: a web host of its own in this process.</summary>
internal sealed class McpPart : IAsyncDisposable
{
    private readonly WebApplication _app;

    private McpPart(WebApplication app)
    {
        _app = app;
        Address = app.Services.GetRequiredService<McpEndpoint>().Address;
    }

    /// <summary>What an MCP client is given.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="ports">Where it listens.</param>
    /// <param name="lakeFolder">The lake that it answers from.</param>
    /// <param name="live">The live service that it asks about "now", over gRPC.</param>
    /// <param name="signIn">Settings of sign-in; null when nobody has to.</param>
    public static async Task<McpPart> StartAsync(Ports ports, string lakeFolder, Uri live, IReadOnlyDictionary<string, string?>? signIn)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{LakeOptions.Section}:{nameof(LakeOptions.Folder)}"] = lakeFolder,
            [$"{McpEndpointOptions.Section}:{nameof(McpEndpointOptions.Port)}"] = ports.Mcp.ToString(CultureInfo.InvariantCulture),
            [$"{LiveOptions.Section}:{nameof(LiveOptions.Address)}"] = live.ToString(),
        });
        builder.Configuration.AddInMemoryCollection(signIn);
        builder.AddServiceDefaults("telemetry-mcp");
        builder.Services.AddLakeQueries();
        builder.AddMcp();
        var app = builder.Build();
        app.MapHealthEndpoints();
        app.MapMcpServer();
        await app.StartAsync();
        return new McpPart(app);
    }

    /// <summary>Ends what runs, and the host.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

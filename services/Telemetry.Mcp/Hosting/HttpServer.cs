using Telemetry.Lake.Queries;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;
using Telemetry.ServiceDefaults.Lifetime;

namespace Telemetry.Mcp.Hosting;

/// <summary>The server as a process of its own, over streamable HTTP.</summary>
internal static class HttpServer
{
    /// <summary>Serves until SIGINT or SIGTERM; returns the exit code.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        builder.AddServiceDefaults("telemetry-mcp");
        builder.Services.AddLakeQueries();
        builder.AddMcp();
        var app = builder.Build();
        app.MapHealthEndpoints();
        app.MapMcpServer();
        return app.RunToExitCodeAsync();
    }
}

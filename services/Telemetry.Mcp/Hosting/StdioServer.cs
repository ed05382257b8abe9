using Microsoft.Extensions.Logging.Console;
using Telemetry.Lake.Queries;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Lifetime;

namespace Telemetry.Mcp.Hosting;

/// <summary>The server as a child of one client: messages on standard input and output, a line each; logs on standard error.</summary>
internal static class StdioServer
{
    /// <summary>Serves until the client closes standard input, or SIGINT or SIGTERM; returns the exit code.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        var builder = Host.CreateApplicationBuilder([.. arguments.Where(argument => argument != "--stdio")]);
        builder.AddServiceDefaults("telemetry-mcp");
        // Standard output belongs to the protocol.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddLakeQueries();
        builder.AddMcpTools().WithStdioServerTransport();
        return builder.Build().RunToExitCodeAsync();
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Telemetry.ServiceDefaults.Logging;

/// <summary>Logs on the console: one line an entry, UTC with milliseconds.</summary>
internal static class ConsoleLog
{
    /// <summary>Levels unless configured: our own information, the frameworks' warnings.</summary>
    public static IReadOnlyDictionary<string, string?> DefaultLevels { get; } = new Dictionary<string, string?>
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        // Its errors are failures to start, which HostRun explains; a background service that fails is told as critical.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        // An error for every check at every question; ReadinessLog tells the changes.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
        ["Logging:LogLevel:System"] = "Warning",
        ["Logging:LogLevel:Grpc"] = "Warning",
        ["Logging:LogLevel:Akka"] = "Warning",
    };

    public static ILoggingBuilder AddConsoleLog(this ILoggingBuilder logging) => logging.ClearProviders().AddSimpleConsole(options =>
    {
        options.SingleLine = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        options.ColorBehavior = LoggerColorBehavior.Default;
    });
}

using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Telemetry.Mcp.Queries;

namespace Telemetry.Mcp.Tools;

/// <summary>Progress notifications of a call, when its caller asked for them with a progress token.</summary>
internal static class Progress
{
    /// <summary>Sends what it is given; each message is JSON with stage, bytesScanned, elapsedMs and queryId.</summary>
    public static Func<QueryProgress, Task> Of(RequestContext<CallToolRequestParams> request)
    {
        if (request.Params.ProgressToken is not { } token) return _ => Task.CompletedTask;
        var server = request.Server;
        return async progress =>
        {
            var message = JsonSerializer.Serialize(new { progress.Stage, progress.BytesScanned, progress.ElapsedMs, progress.QueryId }, ToolJson.Options);
            await server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = (float)progress.Fraction, Total = 1, Message = message });
        };
    }
}

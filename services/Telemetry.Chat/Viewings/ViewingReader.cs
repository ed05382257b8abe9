using System.Globalization;
using System.Text.Json;
using Telemetry.Chat.Questions;
using Telemetry.Chat.Tools;
using Telemetry.Grpc.Errors;
using Telemetry.Semantics.Sql;
using Telemetry.ServiceDefaults.Identity;
using Telemetry.V1;

namespace Telemetry.Chat.Viewings;

/// <summary>Reads one viewing session back from the lake, through the MCP server like every other query.</summary>
internal sealed class ViewingReader(McpTools tools, PlanningClock clock)
{
    private const int LongestSessionId = 128;

    /// <summary>The session's events of the last week, oldest first; none when the lake knows nothing of it.</summary>
    /// <exception cref="InvalidArgumentException">It is no session id.</exception>
    /// <exception cref="UnavailableException">The lake can't be asked.</exception>
    public async Task<GetViewingResponse> ReadAsync(TenantScope tenants, string sessionId, CancellationToken cancellationToken)
    {
        if (sessionId.Length is 0 or > LongestSessionId || sessionId.Any(char.IsControl))
            throw new InvalidArgumentException("session_id", Inquiries.Quoted(sessionId), $"1 to {LongestSessionId} characters, none of them a control character");
        RunResult run;
        try
        {
            run = await tools.RunSqlAsync(tenants, ViewingSql.Of(sessionId, clock.Now), ViewingSql.MostRows, cancellationToken);
        }
        catch (ToolException exception)
        {
            throw new UnavailableException(exception.Message, exception.RetryAfter ?? TimeSpan.FromSeconds(2), exception);
        }

        var response = new GetViewingResponse { Truncated = run.Truncated || run.Rows.GetArrayLength() == ViewingSql.MostRows };
        if (run.FreshAt is { } fresh) response.FreshAtUnixMs = fresh.ToUnixTimeMilliseconds();
        response.Events.Add(run.Rows.EnumerateArray().Select(EventOf));
        return response;
    }

    // In the order of ViewingSql's columns.
    private static ViewingEvent EventOf(JsonElement row)
    {
        var read = new ViewingEvent
        {
            EventId = Text(row[0]), AtUnixMs = Time(row[1]), EventType = Text(row[2]), Quality = Text(row[3]), ErrorCode = Text(row[8]),
        };
        if (Number(row[4]) is { } bandwidth) read.BandwidthMbps = bandwidth;
        if (Number(row[5]) is { } startUp) read.StartupTimeMs = (long)startUp;
        if (Number(row[6]) is { } stalled) read.BufferingDurationMs = (long)stalled;
        if (Number(row[7]) is { } stalls) read.BufferingEvents = (long)stalls;
        if (Number(row[9]) is { } position) read.PositionSeconds = (long)position;
        return read;
    }

    private static string Text(JsonElement cell) => cell.ValueKind == JsonValueKind.String ? cell.GetString()! : "";

    private static double? Number(JsonElement cell) => cell.ValueKind == JsonValueKind.Number ? cell.GetDouble() : null;

    private static long Time(JsonElement cell) =>
        DateTimeOffset.TryParse(Text(cell), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeMilliseconds() : 0;
}

using System.Globalization;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Planning;

namespace Telemetry.Mcp.Queries;

/// <summary>
/// The newest event in the lake, asked for in the background at most once in a while: answers say how fresh they are, and no answer
/// waits for it.
/// </summary>
public sealed partial class LakeFreshness(IQueryEngine engine, QuestionClock clock, TimeProvider time, IOptions<QueryLimits> limits, ILogger<LakeFreshness> logger)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private readonly Lock _gate = new();
    private Task<DateTimeOffset?>? _asking;
    private DateTimeOffset? _newest;
    private long _askedAt;

    /// <summary>The newest event time as it was known a moment ago; null before the first answer. Asks again when that is long ago.</summary>
    public DateTimeOffset? Newest
    {
        get
        {
            lock (_gate)
            {
                if (_asking is { IsCompleted: true }) _newest = _asking.Result ?? _newest;
                if (_asking is null || (_asking.IsCompleted && time.GetElapsedTime(_askedAt) > AskAgainAfter))
                {
                    _askedAt = time.GetTimestamp();
                    _asking = Task.Run(AskAsync);
                }

                return _newest;
            }
        }
    }

    private async Task<DateTimeOffset?> AskAsync()
    {
        try
        {
            // Two days: the newest events are of today, or of yesterday just after midnight. What a wrong clock put into the future doesn't count.
            var now = clock.Now;
            var sql = string.Create(CultureInfo.InvariantCulture, $"""
                SELECT max(event_timestamp) AS newest
                FROM events
                WHERE event_date BETWEEN '{now.AddDays(-1):yyyy-MM-dd}' AND '{now:yyyy-MM-dd}'
                  AND event_timestamp <= TIMESTAMP '{now.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}'
                """);
            using var patience = new CancellationTokenSource(limits.Value.TimeLimit, time);
            var id = await engine.StartAsync(new QueryRequest(sql) { MaxRows = 1, TimeLimit = limits.Value.TimeLimit }, patience.Token);
            QueryStatus status;
            while (!(status = await engine.GetStatusAsync(id, patience.Token)).IsFinal) await Task.Delay(Poll, time, patience.Token);
            if (status.State is not QueryState.Succeeded) return null;
            var page = await engine.GetPageAsync(id, pageToken: null, maxRows: 1, patience.Token);
            return page.Rows is [[DateTime newest]] ? new DateTimeOffset(DateTime.SpecifyKind(newest, DateTimeKind.Utc)) : null;
        }
#pragma warning disable CA1031 // Whatever the engine throws, questions are answered without the time of the newest event.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogUnknown(failure);
            return null;
        }
    }

    [LoggerMessage(EventId = 5010, Level = LogLevel.Debug, Message = "The lake's newest event can't be asked for; answers say nothing of their freshness.")]
    private partial void LogUnknown(Exception exception);
}

using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Guard;
using Telemetry.Mcp.Tools;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Mcp.Queries;

/// <summary>Runs judged statements to their end within the limits, and reads their pages.</summary>
public sealed class QueryRunner : IDisposable
{
    // A status is cheap: looking again after an eighth of the time so far lets nobody wait an eighth longer than the engine.
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(100);

    // A notification is not, and people read no faster.
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);

    // For telling an engine to stop, which must not wait for a caller who is gone.
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(5);

    private readonly IQueryEngine _engine;
    private readonly KeptQueries _kept;
    private readonly LakeFreshness _freshness;
    private readonly QueryLimits _limits;
    private readonly TimeProvider _time;
    private readonly ConcurrencyLimiter _turns;

    /// <summary>Takes over nothing but its own queue.</summary>
    public QueryRunner(IQueryEngine engine, KeptQueries kept, LakeFreshness freshness, IOptions<QueryLimits> limits, TimeProvider time)
    {
        (_engine, _kept, _freshness, _limits, _time) = (engine, kept, freshness, limits.Value, time);
        _turns = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = _limits.MaxRunning,
            QueueLimit = _limits.MaxWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Runs a statement and returns its first page. When the caller gives up or can't be reached, the engine's work is stopped.</summary>
    /// <exception cref="QueryException">The engine refuses or fails.</exception>
    /// <exception cref="ToolFailureException">Somebody cancelled the query by its id.</exception>
    public async Task<QueryResult> RunAsync(
        JudgedStatement statement, int pageSize, Func<QueryProgress, Task> report, CancellationToken cancellationToken)
    {
        using var turn = await _turns.AcquireAsync(1, cancellationToken);
        if (!turn.IsAcquired)
        {
            throw new QueryException(new QueryError(
                QueryErrorKind.Throttled,
                $"{_limits.MaxRunning} queries are running and {_limits.MaxWaiting} wait already; try again in a few seconds."));
        }

        var freshAt = _freshness.Newest;
        var id = await _engine.StartAsync(
            new QueryRequest(statement.Sql)
            {
                MaxRows = statement.RowLimit + 1,
                TimeLimit = _limits.TimeLimit,
                MaxBytesScanned = _limits.MaxBytesScanned,
            },
            cancellationToken);
        var query = _kept.Keep(id, statement, freshAt);
        try
        {
            var status = await EndOfAsync(id, report, cancellationToken);
            return await PageAsync(query, status, token: null, pageSize, cancellationToken);
        }
        // Those two say that the query has ended.
        catch (Exception failure) when (failure is not (QueryException or ToolFailureException))
        {
            await StopAsync(id);
            throw;
        }
    }

    /// <summary>A further page of a query that has run.</summary>
    public async Task<QueryResult> ReadAsync(string queryId, TenantScope tenants, string? pageToken, int pageSize, CancellationToken cancellationToken)
    {
        var query = Find(queryId, tenants);
        PageToken? token = null;
        if (pageToken is not null)
        {
            token = PageToken.Parse(pageToken)
                ?? throw ToolFailureException.Invalid("pageToken isn't one that a result gave; pass nextPageToken on as it is.");
        }

        var status = await _engine.GetStatusAsync(queryId, cancellationToken);
        if (!status.IsFinal) throw ToolFailureException.Invalid("The query still runs; ask for its pages when run_sql or run_plan has answered.");
        return await PageAsync(query, ThrowUnlessSucceeded(status), token, pageSize, cancellationToken);
    }

    /// <summary>Stops a query; one that has ended stays as it is. Returns its state afterwards.</summary>
    public async Task<QueryStatus> CancelAsync(string queryId, TenantScope tenants, CancellationToken cancellationToken)
    {
        Find(queryId, tenants);
        await _engine.CancelAsync(queryId, cancellationToken);
        return await _engine.GetStatusAsync(queryId, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private KeptQuery Find(string queryId, TenantScope tenants) => _kept.Find(queryId, tenants) ?? throw new QueryException(new QueryError(
        QueryErrorKind.NotFound,
        $"No query '{(queryId.Length <= 64 ? queryId : queryId[..64] + "…")}' is kept; results are kept for {_limits.KeepResults.TotalMinutes:0} minutes. Run it again."));

    private async Task<QueryStatus> EndOfAsync(string id, Func<QueryProgress, Task> report, CancellationToken cancellationToken)
    {
        var line = new ProgressLine(id, _limits.TimeLimit);
        var started = _time.GetTimestamp();
        TimeSpan? reported = null;
        while (true)
        {
            var status = await _engine.GetStatusAsync(id, cancellationToken);
            var elapsed = _time.GetElapsedTime(started);
            if (reported is not { } before || status.IsFinal || elapsed - before >= BetweenReports)
            {
                await report(line.Next(status));
                reported = elapsed;
            }

            if (status.IsFinal) return ThrowUnlessSucceeded(status);
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp(elapsed.Ticks / 8, ShortestPoll.Ticks, LongestPoll.Ticks)), _time, cancellationToken);
        }
    }

    private static QueryStatus ThrowUnlessSucceeded(QueryStatus status) => status.State switch
    {
        QueryState.Succeeded => status,
        QueryState.Cancelled => throw new ToolFailureException(new ToolError("cancelled", "The query was cancelled.", Retryable: false)),
        _ => throw new QueryException(status.Error ?? new QueryError(QueryErrorKind.Unavailable, "The engine gave no reason; try again later.")),
    };

    private async Task<QueryResult> PageAsync(KeptQuery query, QueryStatus status, PageToken? token, int pageSize, CancellationToken cancellationToken)
    {
        var offset = token?.Offset ?? 0;
        var page = await _engine.GetPageAsync(query.Id, token?.Engine, pageSize, cancellationToken);
        // The row past the limit was only asked for to know that there is one.
        var allowed = (int)Math.Clamp(query.RowLimit - offset, 0, page.Rows.Count);
        var end = offset + allowed;
        var isCut = page.Rows.Count > allowed || (page.NextPageToken is not null && end == query.RowLimit);
        var next = isCut || page.NextPageToken is null ? null : new PageToken(end, page.NextPageToken).ToString();
        return new QueryResult
        {
            QueryId = query.Id,
            Columns = [.. page.Columns.Select(column => new ResultColumn(column.Name, column.Type))],
            Rows = allowed == page.Rows.Count ? page.Rows : [.. page.Rows.Take(allowed)],
            RowCount = next is null ? end : null,
            NextPageToken = next,
            Truncated = isCut,
            BytesScanned = status.BytesScanned,
            ElapsedMs = (long)status.Elapsed.TotalMilliseconds,
            Engine = _engine.Name,
            Reused = status.Reused,
            Sql = query.Sql,
            FreshAt = query.FreshAt,
        };
    }

    private async Task StopAsync(string id)
    {
        using var patience = new CancellationTokenSource(CancelPatience, _time);
        try
        {
            await _engine.CancelAsync(id, patience.Token);
        }
        catch (Exception failure) when (failure is QueryException or OperationCanceledException)
        {
            // The caller is gone, and the engine ends the query at its time limit.
        }
    }
}

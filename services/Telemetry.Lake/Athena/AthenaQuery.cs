using Microsoft.Extensions.Logging;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Athena;

/// <summary>
/// One execution, watched: asked for often at first and less often later, stopped at its limits, and ended only when its first page is here,
/// so that the answer follows the news without another round.
/// </summary>
internal sealed partial class AthenaQuery(string id, QueryRequest request, AthenaApi api, TimeProvider time, ILogger logger)
{
    private const int PatienceWithErrors = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private readonly long _startedAt = time.GetTimestamp();
    private readonly Lock _gate = new();
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private QueryStatus _status = new(QueryState.Queued, TimeSpan.Zero, 0);
    private QueryError? _limit;
    private AthenaRows? _page;
    private string? _pageToken;
    private bool _hasNames = true, _isStopped, _hasEnded;

    public QueryRequest Request { get; } = request;

    /// <summary>When it ended; null before.</summary>
    public long? EndedAt { get; private set; }

    public QueryStatus Status
    {
        get
        {
            lock (_gate) return _status.IsFinal ? _status : _status with { Elapsed = time.GetElapsedTime(_startedAt) };
        }
    }

    /// <summary>Watches it to its end; whatever goes wrong meanwhile is its end.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookUntilItEndsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The engine is closed; the execution goes on at Athena.
        }
        catch (Exception failure)
        {
            LogBroke(id, failure);
            End(QueryState.Failed, Status.BytesScanned, false, new QueryError(
                QueryErrorKind.Unavailable, "This service failed while it watched the query, which is stopped; the log tells why. Start it again."));
            await AbandonAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LookUntilItEndsAsync(CancellationToken cancellationToken)
    {
        var (wait, errors) = (FirstWait, 0);
        while (true)
        {
            var news = Renew();
            try
            {
                if (await LookAsync(cancellationToken).ConfigureAwait(false)) return;
                errors = 0;
            }
            catch (QueryException failure)
            {
                if (!AthenaErrors.MayPass(failure.Error.Kind) || ++errors == PatienceWithErrors)
                {
                    End(QueryState.Failed, 0, false, failure.Error);
                    await AbandonAsync(cancellationToken).ConfigureAwait(false);
                    return;
                }
            }
            var left = Request.TimeLimit - time.GetElapsedTime(_startedAt);
            var pause = _limit is null && left < wait ? TimeSpan.FromTicks(Math.Max(left.Ticks, TimeSpan.TicksPerMillisecond)) : wait;
            await Task.WhenAny(news, Task.Delay(pause, time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            wait = wait * 1.5 < LongestWait ? wait * 1.5 : LongestWait;
        }
    }

    /// <summary>Stops the execution, unless it has ended.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        if (Status.IsFinal) return;
        await StopAsync(cancellationToken).ConfigureAwait(false);
        Wake();
    }

    /// <summary>Stops the execution if that can be done: nobody waits for it, or keeps its limits, any more.</summary>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        if (_isStopped || _hasEnded) return;
        try
        {
            await StopAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            LogNotStopped(id, failure);
        }
        Wake();
    }

    /// <summary>A page as Athena gives it; the last one asked for is kept.</summary>
    public async Task<AthenaRows> PageAsync(string? token, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_page is not null && _pageToken == token) return _page;
        }
        var page = await api.RowsAsync(id, token, _hasNames, cancellationToken).ConfigureAwait(false);
        lock (_gate) (_page, _pageToken) = (page, token);
        return page;
    }

    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var execution = await api.GetAsync(id, cancellationToken).ConfigureAwait(false);
        (_hasNames, _hasEnded) = (execution.HasNames, execution.IsFinal);
        var bytes = execution.Reused ? 0 : execution.BytesScanned;
        if (!execution.IsFinal)
        {
            lock (_gate) _status = new QueryStatus(execution.State, TimeSpan.Zero, bytes);
            await KeepLimitsAsync(bytes, cancellationToken).ConfigureAwait(false);
            return false;
        }
        var error = execution.Error;
        if (execution.State is QueryState.Succeeded)
            error = AthenaLimits.TooMuch(Request, bytes) ?? await TooManyRowsAsync(cancellationToken).ConfigureAwait(false);
        else if (execution.State is QueryState.Cancelled)
            error = _limit;
        End(error is null ? execution.State : QueryState.Failed, bytes, execution.Reused, error);
        return true;
    }

    private async Task KeepLimitsAsync(long bytes, CancellationToken cancellationToken)
    {
        _limit ??= AthenaLimits.Passed(Request, time.GetElapsedTime(_startedAt), bytes);
        if (_limit is null || _isStopped) return;
        // Kept apart from the limit: a stop that failed is tried again at the next look.
        _isStopped = await StopAsync(cancellationToken).ConfigureAwait(false);
        if (_isStopped) Wake();
    }

    /// <summary>False when Athena refuses, as it may once the execution has ended: the next look says how.</summary>
    private async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await api.StopAsync(id, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (QueryException refused) when (refused.Error.Kind is QueryErrorKind.BadSql)
        {
            return false;
        }
    }

    private async Task<QueryError?> TooManyRowsAsync(CancellationToken cancellationToken)
    {
        var first = await PageAsync(null, cancellationToken).ConfigureAwait(false);
        var count = first.NextToken is null ? first.Rows.Count : await api.CountAsync(id, cancellationToken).ConfigureAwait(false);
        return count > Request.MaxRows ? AthenaLimits.TooManyRows(Request) : null;
    }

    private void End(QueryState state, long bytes, bool reused, QueryError? error)
    {
        lock (_gate)
        {
            EndedAt = time.GetTimestamp();
            _status = new QueryStatus(state, time.GetElapsedTime(_startedAt), bytes)
            {
                Progress = state is QueryState.Succeeded ? 1 : null, Reused = reused, Error = error,
            };
        }
    }

    private Task Renew()
    {
        lock (_gate)
        {
            if (_wake.Task.IsCompleted) _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _wake.Task;
        }
    }

    private void Wake()
    {
        lock (_gate) _wake.TrySetResult();
    }

    [LoggerMessage(EventId = 4111, Level = LogLevel.Error,
        Message = "Execution {Id} failed in this service rather than at Athena, and is stopped.")]
    private partial void LogBroke(string id, Exception exception);

    [LoggerMessage(EventId = 4112, Level = LogLevel.Warning,
        Message = "Execution {Id} could not be stopped and goes on at Athena.")]
    private partial void LogNotStopped(string id, Exception exception);
}

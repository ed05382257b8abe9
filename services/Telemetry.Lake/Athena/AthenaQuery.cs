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
    private bool _hasNames = true;

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
            await StopUnwatchedAsync(cancellationToken).ConfigureAwait(false);
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
        await api.StopAsync(id, cancellationToken).ConfigureAwait(false);
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
        _hasNames = execution.HasNames;
        var bytes = execution.Reused ? 0 : execution.BytesScanned;
        if (!execution.IsFinal)
        {
            lock (_gate) _status = new QueryStatus(execution.State, TimeSpan.Zero, bytes);
            await KeepLimitsAsync(bytes, cancellationToken).ConfigureAwait(false);
            return false;
        }
        var error = execution.Error;
        if (execution.State is QueryState.Succeeded)
            error = bytes > Request.MaxBytesScanned ? TooMuch(bytes) : await TooManyRowsAsync(cancellationToken).ConfigureAwait(false);
        else if (execution.State is QueryState.Cancelled)
            error = _limit;
        End(error is null ? execution.State : QueryState.Failed, bytes, execution.Reused, error);
        return true;
    }

    private async Task KeepLimitsAsync(long bytes, CancellationToken cancellationToken)
    {
        if (_limit is not null) return;
        if (time.GetElapsedTime(_startedAt) >= Request.TimeLimit)
        {
            _limit = new QueryError(
                QueryErrorKind.TimeLimit,
                $"The query took longer than its limit of {Request.TimeLimit.TotalSeconds:N0} s. Narrow the time range or ask for less.");
        }
        else if (bytes > Request.MaxBytesScanned)
        {
            _limit = TooMuch(bytes);
        }
        if (_limit is null) return;
        await api.StopAsync(id, cancellationToken).ConfigureAwait(false);
        Wake();
    }

    private async Task<QueryError?> TooManyRowsAsync(CancellationToken cancellationToken)
    {
        var first = await PageAsync(null, cancellationToken).ConfigureAwait(false);
        var count = first.NextToken is null ? first.Rows.Count : await api.CountAsync(id, cancellationToken).ConfigureAwait(false);
        return count > Request.MaxRows ? TooManyRows(Request) : null;
    }

    /// <summary>What a result with more rows than allowed is told.</summary>
    public static QueryError TooManyRows(QueryRequest request) => new(
        QueryErrorKind.RowLimit, $"The result has more than {request.MaxRows:N0} rows. Narrow the question, group it, or add a LIMIT.");

    private QueryError TooMuch(long bytes) => new(
        QueryErrorKind.ScanLimit,
        $"The query has scanned {bytes:N0} bytes; it may scan {Request.MaxBytesScanned:N0}. Narrow the time range or select fewer columns.");

    /// <summary>Nobody keeps its limits any more, so it had better not go on.</summary>
    private async Task StopUnwatchedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await api.StopAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            LogNotStopped(id, failure);
        }
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
        Message = "Execution {Id} could not be stopped; it goes on at Athena, up to the limits of its work group.")]
    private partial void LogNotStopped(string id, Exception exception);
}

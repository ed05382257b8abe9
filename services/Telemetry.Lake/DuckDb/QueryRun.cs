using Telemetry.Lake.Queries;

namespace Telemetry.Lake.DuckDb;

/// <summary>Runs that are equal in this give the same rows.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="MaxRows">Rows that it may have.</param>
/// <param name="TimeLimit">How long it may take.</param>
/// <param name="MaxBytesScanned">What it may read.</param>
/// <param name="Lake">Version of the files.</param>
internal sealed record RunKey(string Sql, int MaxRows, TimeSpan TimeLimit, long? MaxBytesScanned, UInt128 Lake);

/// <summary>
/// One execution of a statement. Several queries may share it: equal ones that were asked for at the same time, or shortly after.
/// It is stopped when nobody waits for it any more.
/// </summary>
internal sealed class QueryRun(RunKey key, LakeListing listing, TimeProvider time)
{
    // Interrupts are repeated until the run has ended: DuckDB forgets one that comes between two of its statements.
    private static readonly TimeSpan InterruptEvery = TimeSpan.FromMilliseconds(20);
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DuckDbSession? _session;
    private QueryError? _stop;
    private long _bytesScanned;
    private int _waiting;

    /// <summary>The id of the query that it was made for; those that join it have others.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    public RunKey Key { get; } = key;

    public LakeListing Listing { get; } = listing;

    /// <summary>When it was asked for first.</summary>
    public long CreatedAt { get; } = time.GetTimestamp();

    /// <summary>When it ended; of no meaning before.</summary>
    public long EndedAt { get; private set; }

    public QueryState State { get; private set; } = QueryState.Queued;

    public QueryRows? Rows { get; private set; }

    public QueryError? Error { get; private set; }

    public bool IsEnded => _ended.Task.IsCompleted;

    /// <summary>Why it has to stop, once it has to.</summary>
    public QueryError? Stopped
    {
        get
        {
            lock (_gate) return _stop;
        }
    }

    public long BytesScanned
    {
        get => Volatile.Read(ref _bytesScanned);
        set => Volatile.Write(ref _bytesScanned, value);
    }

    public double? Progress => State switch
    {
        QueryState.Queued => 0,
        QueryState.Running => _session?.Progress(this),
        _ => 1,
    };

    /// <summary>One more query waits for it. False when it is being stopped, so that the query needs a run of its own.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_stop is not null) return false;
            _waiting++;
            return true;
        }
    }

    /// <summary>One query fewer waits for it; the last one stops it.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            // Under one lock with the count: who joins in between would be stopped with it.
            if (--_waiting > 0 || !TryStop(new QueryError(QueryErrorKind.Execution, "The query was cancelled."))) return;
        }
        _ = InterruptUntilEndedAsync();
    }

    /// <summary>Stops it for a reason, the first one given.</summary>
    public void Stop(QueryError reason)
    {
        lock (_gate)
        {
            if (!TryStop(reason)) return;
        }
        _ = InterruptUntilEndedAsync();
    }

    private bool TryStop(QueryError reason)
    {
        if (IsEnded || _stop is not null) return false;
        _stop = reason;
        return true;
    }

    /// <summary>A worker takes it. False when it was stopped in the queue.</summary>
    public bool TryBegin(DuckDbSession session)
    {
        lock (_gate)
        {
            if (_stop is not null) return false;
            _session = session;
            State = QueryState.Running;
            return true;
        }
    }

    public void Succeed(QueryRows rows) => End(QueryState.Succeeded, rows, null);

    public void Fail(QueryError error) => End(QueryState.Failed, null, Stopped ?? error);

    private void End(QueryState state, QueryRows? rows, QueryError? error)
    {
        lock (_gate)
        {
            if (IsEnded) return;
            Rows = rows;
            Error = error;
            EndedAt = time.GetTimestamp();
            State = state;
            _session = null;
        }
        _ended.TrySetResult();
    }

    private async Task InterruptUntilEndedAsync()
    {
        while (!IsEnded)
        {
            _session?.Interrupt(this);
            await Task.WhenAny(_ended.Task, Task.Delay(InterruptEvery)).ConfigureAwait(false);
        }
    }
}

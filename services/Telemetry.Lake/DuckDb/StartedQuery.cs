using Telemetry.Lake.Queries;

namespace Telemetry.Lake.DuckDb;

/// <summary>What one caller started: a share in a run.</summary>
internal sealed class StartedQuery(string id, QueryRun run, bool reused, string? clientToken, TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();
    private long _cancelledAt;
    private int _cancelled;

    public string Id { get; } = id;

    public QueryRun Run { get; } = run;

    public string? ClientToken { get; } = clientToken;

    public QueryStatus Status()
    {
        if (Volatile.Read(ref _cancelled) == 2)
            return new QueryStatus(QueryState.Cancelled, time.GetElapsedTime(_startedAt, _cancelledAt), Bytes());
        // The state last: what belongs to an ended run is there before it says that it has ended.
        var progress = Run.Progress;
        var state = Run.State;
        var until = state is QueryState.Queued or QueryState.Running ? time.GetTimestamp() : Math.Max(Run.EndedAt, _startedAt);
        return new QueryStatus(state, time.GetElapsedTime(_startedAt, until), Bytes())
        {
            Progress = state is QueryState.Succeeded ? 1 : progress,
            Reused = reused,
            Error = state is QueryState.Failed ? Run.Error : null,
        };
    }

    /// <summary>Gives the share back, unless the run has ended already.</summary>
    public void Cancel()
    {
        if (Run.IsEnded || Interlocked.CompareExchange(ref _cancelled, 1, 0) != 0) return;
        _cancelledAt = time.GetTimestamp();
        Volatile.Write(ref _cancelled, 2);
        Run.Leave();
    }

    // As Athena counts: what was read for an earlier query isn't read again.
    private long Bytes() => reused ? 0 : Run.BytesScanned;
}

namespace Telemetry.Lake.Queries;

/// <summary>Athena's states of a query.</summary>
public enum QueryState
{
    /// <summary>Waits for the engine.</summary>
    Queued,

    /// <summary>The engine works on it.</summary>
    Running,

    /// <summary>The result can be read.</summary>
    Succeeded,

    /// <summary>Ended with <see cref="QueryStatus.Error"/>.</summary>
    Failed,

    /// <summary>Ended because somebody asked for it.</summary>
    Cancelled,
}

/// <summary>How far a query is.</summary>
/// <param name="State">Its state.</param>
/// <param name="Elapsed">Time since it was started, until it ended.</param>
/// <param name="BytesScanned">Bytes read from the lake so far.</param>
public sealed record QueryStatus(QueryState State, TimeSpan Elapsed, long BytesScanned)
{
    /// <summary>Share of the work that is done, 0 to 1; null when the engine can't tell.</summary>
    public double? Progress { get; init; }

    /// <summary>The result is one that the engine had kept from an equal query.</summary>
    public bool Reused { get; init; }

    /// <summary>Why it failed; set in <see cref="QueryState.Failed"/> only.</summary>
    public QueryError? Error { get; init; }

    /// <summary>The query has ended, well or not.</summary>
    public bool IsFinal => State is QueryState.Succeeded or QueryState.Failed or QueryState.Cancelled;
}

using Telemetry.V1;

namespace Telemetry.Chat.Tools;

/// <summary>What went wrong with a tool of the MCP server, in kinds that callers act on.</summary>
internal enum ToolErrorKind
{
    BadSql,
    NotFound,
    RowLimit,
    TimeLimit,
    ScanLimit,
    Throttled,
    Denied,
    Execution,
    Unavailable,
    Refused,
    Invalid,
    Cancelled,

    /// <summary>The server answered with something that is no answer to this tool.</summary>
    Garbled,

    /// <summary>The call took longer than chat waits for it.</summary>
    Slow,

    /// <summary>Too many queries of this tenant run and wait already.</summary>
    Crowded,
}

/// <summary>A call of a tool gave no result.</summary>
/// <param name="kind">What went wrong.</param>
/// <param name="message">For the asker: what happened and what to do, without internals.</param>
/// <param name="retryable">The same call may succeed later.</param>
/// <param name="innerException">The failure behind it, for the log.</param>
internal sealed class ToolException(ToolErrorKind kind, string message, bool retryable, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ToolErrorKind Kind { get; } = kind;

    public bool Retryable { get; } = retryable;

    /// <summary>It says something about the server, not about the query: these open the circuit.</summary>
    public bool IsServerFault => Kind is ToolErrorKind.Unavailable or ToolErrorKind.Garbled or ToolErrorKind.Slow;

    /// <summary>When it is worth trying again, if that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>As the asker gets it.</summary>
    public Failure ToFailure(string sql) => new()
    {
        Kind = Kind switch
        {
            ToolErrorKind.RowLimit or ToolErrorKind.ScanLimit or ToolErrorKind.Crowded => FailureKind.Limit,
            ToolErrorKind.Cancelled => FailureKind.Cancelled,
            ToolErrorKind.TimeLimit or ToolErrorKind.Slow => FailureKind.TimedOut,
            ToolErrorKind.Throttled or ToolErrorKind.Unavailable or ToolErrorKind.Garbled => FailureKind.Unavailable,
            _ => FailureKind.Engine,
        },
        Message = Message,
        Retryable = Retryable,
        Sql = sql,
    };
}

namespace Telemetry.Lake.Queries;

/// <summary>What went wrong with a query, in kinds that callers act on.</summary>
public enum QueryErrorKind
{
    /// <summary>The statement doesn't parse, or names a column, function or type that isn't there.</summary>
    BadSql,

    /// <summary>No such table, or no such query.</summary>
    NotFound,

    /// <summary>More rows than <see cref="QueryRequest.MaxRows"/>.</summary>
    RowLimit,

    /// <summary>Took longer than <see cref="QueryRequest.TimeLimit"/>.</summary>
    TimeLimit,

    /// <summary>Would read, or has read, more than <see cref="QueryRequest.MaxBytesScanned"/>.</summary>
    ScanLimit,

    /// <summary>The engine has too much to do; the same request may succeed later.</summary>
    Throttled,

    /// <summary>The engine refuses the credentials or the rights.</summary>
    Denied,

    /// <summary>Division by zero, a failed cast, memory: the statement was understood and could not be computed.</summary>
    Execution,

    /// <summary>The engine can't be reached or broke.</summary>
    Unavailable,
}

/// <summary>Why a query failed.</summary>
/// <param name="Kind">What callers act on.</param>
/// <param name="Message">One sentence for people: what was found, what was expected, what to do.</param>
public sealed record QueryError(QueryErrorKind Kind, string Message);

/// <summary>A query could not be started, watched or read.</summary>
public sealed class QueryException(QueryError error, Exception? innerException = null) : Exception(error.Message, innerException)
{
    /// <summary>What went wrong.</summary>
    public QueryError Error { get; } = error;
}

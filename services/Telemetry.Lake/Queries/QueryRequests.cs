namespace Telemetry.Lake.Queries;

/// <summary>What both engines refuse, in the same words.</summary>
internal static class QueryRequests
{
    private const int MaxPageRows = 1_000;

    /// <summary>Throws for limits that are none.</summary>
    public static void Check(QueryRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MaxRows, 1, nameof(QueryRequest.MaxRows));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(request.TimeLimit, TimeSpan.Zero, nameof(QueryRequest.TimeLimit));
        if (request.MaxBytesScanned is { } bytes) ArgumentOutOfRangeException.ThrowIfNegative(bytes, nameof(QueryRequest.MaxBytesScanned));
        if (request.ClientToken is { Length: < 32 or > 128 })
        {
            throw new ArgumentException(
                $"The client token has {request.ClientToken.Length} characters; Athena takes 32 to 128.", nameof(request));
        }
    }

    /// <summary>Throws for a page size that is none.</summary>
    public static void CheckPageSize(int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRows, MaxPageRows);
    }

    public static QueryException UnknownQuery(string queryId) => NotFound(
        $"There is no query '{queryId}' (any more); start it again.");

    public static QueryException UnknownPage() => NotFound(
        "The page token is none of this query's; begin with the first page.");

    public static QueryException NoRows(QueryState state) => NotFound(state is QueryState.Cancelled
        ? "The query was cancelled, so it has no rows."
        : "The query has no rows yet; ask again when it has succeeded.");

    public static QueryException TokenOfAnother() => new(new QueryError(
        QueryErrorKind.BadSql, "The client token was used for another statement; use a new token for each."));

    private static QueryException NotFound(string message) => new(new QueryError(QueryErrorKind.NotFound, message));
}

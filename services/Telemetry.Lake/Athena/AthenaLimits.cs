using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Athena;

/// <summary>What a query that passes one of its limits is told.</summary>
internal static class AthenaLimits
{
    /// <summary>The limit that a running query has passed; null while it keeps them.</summary>
    public static QueryError? Passed(QueryRequest request, TimeSpan elapsed, long bytes) =>
        elapsed >= request.TimeLimit
            ? new QueryError(
                QueryErrorKind.TimeLimit,
                $"The query took longer than its limit of {request.TimeLimit.TotalSeconds:N0} s. Narrow the time range or ask for less.")
            : TooMuch(request, bytes);

    /// <summary>Null while it has not scanned too many bytes.</summary>
    public static QueryError? TooMuch(QueryRequest request, long bytes) =>
        bytes > request.MaxBytesScanned
            ? new QueryError(
                QueryErrorKind.ScanLimit,
                $"The query has scanned {bytes:N0} bytes; it may scan {request.MaxBytesScanned:N0}. " +
                "Narrow the time range or select fewer columns.")
            : null;

    /// <summary>The result has more rows than allowed.</summary>
    public static QueryError TooManyRows(QueryRequest request) => new(
        QueryErrorKind.RowLimit, $"The result has more than {request.MaxRows:N0} rows. Narrow the question, group it, or add a LIMIT.");
}

namespace Telemetry.Lake.Queries;

/// <summary>
/// Runs SELECT statements over the lake. The dialect is Athena's (Trino) whatever the engine; the shape follows Athena's API:
/// a query is started, watched, read page by page, and may be cancelled. All implementations pass one contract test suite.
/// </summary>
/// <remarks>
/// Every method throws <see cref="QueryException"/> with a <see cref="QueryErrorKind"/> when the engine refuses, and
/// <see cref="OperationCanceledException"/> when the caller's token ends the wait; that alone does not cancel the query.
/// </remarks>
public interface IQueryEngine
{
    /// <summary>Which engine this is, for people: <c>Athena</c> or <c>DuckDB</c>.</summary>
    string Name { get; }

    /// <summary>Starts a query and returns its id at once. The same <see cref="QueryRequest.ClientToken"/> gives the same query.</summary>
    Task<string> StartAsync(QueryRequest request, CancellationToken cancellationToken);

    /// <summary>How far the query is.</summary>
    Task<QueryStatus> GetStatusAsync(string queryId, CancellationToken cancellationToken);

    /// <summary>One page of a succeeded query; null asks for the first one.</summary>
    /// <param name="queryId">What <see cref="StartAsync"/> returned.</param>
    /// <param name="pageToken"><see cref="QueryPage.NextPageToken"/> of the page before, or null.</param>
    /// <param name="maxRows">Rows of the page, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<QueryPage> GetPageAsync(string queryId, string? pageToken, int maxRows, CancellationToken cancellationToken);

    /// <summary>Stops the engine's work on the query. A query that has ended stays as it is.</summary>
    Task CancelAsync(string queryId, CancellationToken cancellationToken);
}

using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Athena;

/// <summary>
/// The lake on S3, asked through Amazon Athena. Limits of rows, time and bytes are kept by watching each execution; callers may ask for the status
/// as often as they like without costing a request.
/// </summary>
public sealed class AthenaQueryEngine : IQueryEngine, IDisposable
{
    private const int MaxKept = 2_000;
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(15), StartLimit = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, AthenaQuery> _queries = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly AthenaClient _client;
    private readonly AthenaApi _api;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>With credentials of the SDK's default chain: environment, profile, web identity, container, instance.</summary>
    public AthenaQueryEngine(IOptions<LakeOptions> options, TimeProvider time, ILogger<AthenaQueryEngine> logger)
        : this(options, time, logger, ResolveAsync)
    {
    }

    internal AthenaQueryEngine(
        IOptions<LakeOptions> options,
        TimeProvider time,
        ILogger<AthenaQueryEngine> logger,
        Func<CancellationToken, Task<ImmutableCredentials>> credentials)
    {
        var lake = options.Value;
        (_time, _logger) = (time, logger);
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(5) };
        _client = new AthenaClient(new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) }, lake.Athena, credentials, time);
        _api = new AthenaApi(_client, lake.Athena, lake.ResultReuseMinutes);
    }

    /// <inheritdoc/>
    public string Name => "Athena";

    /// <inheritdoc/>
    public async Task<string> StartAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        QueryRequests.Check(request);
        cancellationToken.ThrowIfCancellationRequested();
        // Not the caller's token: a request that is broken off may have started an execution that costs money and whose id nobody knows.
        using var limit = new CancellationTokenSource(StartLimit, _time);
        var id = await BeginAsync(request, limit).ConfigureAwait(false);
        var query = Watch(id, request, out var isNew);
        if (!cancellationToken.IsCancellationRequested) return id;
        if (isNew) await query.AbandonAsync(limit.Token).ConfigureAwait(false);
        throw new OperationCanceledException(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<QueryStatus> GetStatusAsync(string queryId, CancellationToken cancellationToken) =>
        (await FindAsync(queryId, cancellationToken).ConfigureAwait(false)).Status;

    /// <inheritdoc/>
    public async Task<QueryPage> GetPageAsync(string queryId, string? pageToken, int maxRows, CancellationToken cancellationToken)
    {
        QueryRequests.CheckPageSize(maxRows);
        var query = await FindAsync(queryId, cancellationToken).ConfigureAwait(false);
        var status = query.Status;
        if (status.Error is { } error) throw new QueryException(error);
        if (status.State is not QueryState.Succeeded) throw QueryRequests.NoRows(status.State);
        var at = AthenaPageToken.Parse(pageToken) ?? throw QueryRequests.UnknownPage();
        var page = await query.PageAsync(at.Athena, cancellationToken).ConfigureAwait(false);
        if (at.Skip > page.Rows.Count) throw QueryRequests.UnknownPage();
        var rows = page.Rows.Skip(at.Skip).Take(maxRows).ToArray();
        var before = at.Before + rows.Length;
        if (before > query.Request.MaxRows) throw new QueryException(AthenaLimits.TooManyRows(query.Request));
        AthenaPageToken? next = at.Skip + rows.Length < page.Rows.Count ? new(before, at.Skip + rows.Length, at.Athena)
            : page.NextToken is { } token ? new(before, 0, token)
            : null;
        return new QueryPage(page.Columns, rows, next?.ToString());
    }

    /// <inheritdoc/>
    public async Task CancelAsync(string queryId, CancellationToken cancellationToken) =>
        await (await FindAsync(queryId, cancellationToken).ConfigureAwait(false)).CancelAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Stops watching; executions go on at Athena.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _client.Dispose();
        _closing.Dispose();
    }

    private async Task<string> BeginAsync(QueryRequest request, CancellationTokenSource limit)
    {
        try
        {
            // Without a token, a repeated request after a broken connection would start a second execution.
            return await _api.StartAsync(request.Sql, request.ClientToken ?? Guid.NewGuid().ToString(), limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            throw new QueryException(
                new QueryError(QueryErrorKind.Unavailable, $"Athena did not start the query within {StartLimit.TotalSeconds:N0} s. Try again."), late);
        }
    }

    private async Task<AthenaQuery> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_queries.TryGetValue(id, out var query)) return query;
        // Started before this process, or ended long ago: Athena knows. Its limits were kept by whoever started it.
        try
        {
            await _api.GetAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (QueryException unknown) when (unknown.Error.Kind is QueryErrorKind.NotFound or QueryErrorKind.BadSql)
        {
            throw QueryRequests.UnknownQuery(id);
        }
        return Watch(id, new QueryRequest("") { MaxRows = int.MaxValue, TimeLimit = TimeSpan.FromHours(1) }, out _);
    }

    private AthenaQuery Watch(string id, QueryRequest request, out bool isNew)
    {
        Forget();
        var fresh = new AthenaQuery(id, request, _api, _time, _logger);
        var query = _queries.GetOrAdd(id, fresh);
        isNew = ReferenceEquals(query, fresh);
        if (isNew) _ = Task.Run(() => fresh.WatchAsync(_closing.Token), CancellationToken.None);
        return query;
    }

    // Athena keeps results for 45 days; what is forgotten here is found there again.
    private void Forget()
    {
        foreach (var (id, query) in _queries)
        {
            if (query.EndedAt is { } ended && (_time.GetElapsedTime(ended) > Keep || _queries.Count > MaxKept)) _queries.TryRemove(id, out _);
        }
    }

    private static async Task<ImmutableCredentials> ResolveAsync(CancellationToken cancellationToken)
    {
        var chain = DefaultAWSCredentialsIdentityResolver.GetCredentials();
        return await chain.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}

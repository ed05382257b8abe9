using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Telemetry.Mcp.Guard;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Mcp.Queries;

/// <summary>A query that this server has started.</summary>
/// <param name="Id">The engine's id.</param>
/// <param name="Sql">The statement that runs.</param>
/// <param name="RowLimit">Rows that a reader gets; the engine may have one more, which says that there are more.</param>
/// <param name="Tenants">Whose events it reads: only callers with the same tenants may have its pages.</param>
/// <param name="StartedAt">When it was started.</param>
public sealed record KeptQuery(string Id, string Sql, int RowLimit, TenantScope Tenants, DateTimeOffset StartedAt)
{
    /// <summary>Newest event that it can know of.</summary>
    public DateTimeOffset? FreshAt { get; init; }
}

/// <summary>
/// The queries of this server, for as long as their pages may be asked for. Only these are read and cancelled: an engine knows the
/// queries of others too.
/// </summary>
public sealed class KeptQueries(TimeProvider time, IOptions<QueryLimits> limits)
{
    private readonly ConcurrentDictionary<string, KeptQuery> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<KeptQuery> _byAge = new();

    /// <summary>Keeps a query, and forgets the ones that are too old or too many.</summary>
    public KeptQuery Keep(string id, JudgedStatement statement, DateTimeOffset? freshAt)
    {
        var query = new KeptQuery(id, statement.Sql, statement.RowLimit, statement.Tenants, time.GetUtcNow()) { FreshAt = freshAt };
        _byId[id] = query;
        _byAge.Enqueue(query);
        while (_byAge.TryPeek(out var oldest) && (_byAge.Count > limits.Value.MaxKept || IsOver(oldest)))
        {
            // Taken by reference: the engine may have given the same id again, for an equal query.
            if (_byAge.TryDequeue(out var gone)) _byId.TryRemove(KeyValuePair.Create(gone.Id, gone));
        }

        return query;
    }

    /// <summary>The query of that id; null when it is unknown, of other tenants or too old.</summary>
    public KeptQuery? Find(string id, TenantScope tenants) =>
        _byId.TryGetValue(id, out var query) && query.Tenants.Equals(tenants) && !IsOver(query) ? query : null;

    private bool IsOver(KeptQuery query) => time.GetUtcNow() - query.StartedAt > limits.Value.KeepResults;
}

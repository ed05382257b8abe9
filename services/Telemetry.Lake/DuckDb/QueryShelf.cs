using System.Diagnostics.CodeAnalysis;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.DuckDb;

/// <summary>
/// The runs that can be asked for, with their queries. Bounded by age, by memory of the rows and by number; what has ended longest ago
/// goes first, and what still runs stays.
/// </summary>
internal sealed class QueryShelf(TimeProvider time, TimeSpan keep, TimeSpan reuse, long maxBytes)
{
    private const int MaxRuns = 10_000;
    // Callers ask for the status every few milliseconds; looking through everything each time would cost more than the queries.
    private static readonly TimeSpan PruneEvery = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StartedQuery> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StartedQuery> _byToken = new(StringComparer.Ordinal);
    private readonly Dictionary<RunKey, Entry> _shared = [];
    private readonly HashSet<Entry> _entries = [];
    private long _prunedAt = time.GetTimestamp();

    public bool TryFind(string id, [NotNullWhen(true)] out StartedQuery? query)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_prunedAt) >= PruneEvery) Prune();
            return _byId.TryGetValue(id, out query);
        }
    }

    /// <summary>The query that was started with a token; null when there is none.</summary>
    public StartedQuery? WithToken(string? token)
    {
        lock (_gate) return token is not null && _byToken.TryGetValue(token, out var query) ? query : null;
    }

    /// <summary>
    /// Adds a query: with the run of an equal one, or with a new run, which <paramref name="enqueue"/> gives to the workers; false from there
    /// means that they have too much to do.
    /// </summary>
    public StartedQuery Add(string? token, bool shareable, QueryRun fresh, Func<QueryRun, bool> enqueue)
    {
        lock (_gate)
        {
            Prune();
            if (token is not null && _byToken.TryGetValue(token, out var same)) return same;
            var reused = true;
            if (!shareable || !_shared.TryGetValue(fresh.Key, out var entry) || !IsUsable(entry) || !entry.Run.TryJoin())
            {
                reused = false;
                fresh.TryJoin();
                if (!enqueue(fresh))
                    throw new QueryException(new QueryError(QueryErrorKind.Throttled, "Too many queries wait for the engine. Try again in a few seconds."));
                entry = new Entry(fresh);
                _entries.Add(entry);
                if (shareable) _shared[fresh.Key] = entry;
            }
            var query = new StartedQuery(reused ? Guid.NewGuid().ToString() : entry.Run.Id, entry.Run, reused, token, time);
            entry.Queries.Add(query);
            entry.AskedAt = time.GetTimestamp();
            _byId.Add(query.Id, query);
            if (token is not null) _byToken.Add(token, query);
            return query;
        }
    }

    /// <summary>Stops whatever still runs or waits.</summary>
    public void StopAll()
    {
        lock (_gate)
        {
            foreach (var entry in _entries) entry.Run.Stop(new QueryError(QueryErrorKind.Unavailable, "The engine is being shut down."));
        }
    }

    private bool IsUsable(Entry entry) =>
        !entry.Run.IsEnded || (entry.Run.State is QueryState.Succeeded && time.GetElapsedTime(entry.Run.EndedAt) < reuse);

    private void Prune()
    {
        _prunedAt = time.GetTimestamp();
        var ended = _entries.Where(static e => e.Run.IsEnded).OrderBy(static e => e.LastUsedAt).ToList();
        var (bytes, count) = (ended.Sum(static e => e.Run.Rows?.Bytes ?? 0), _entries.Count);
        // Whoever asked last still fetches it, however large it is.
        var last = ended.LastOrDefault();
        foreach (var entry in ended)
        {
            var tooMuch = (bytes > maxBytes || count > MaxRuns) && entry != last;
            if (!tooMuch && time.GetElapsedTime(entry.LastUsedAt) <= keep) continue;
            bytes -= entry.Run.Rows?.Bytes ?? 0;
            count--;
            _entries.Remove(entry);
            Forget(entry);
        }
    }

    private void Forget(Entry entry)
    {
        if (_shared.TryGetValue(entry.Run.Key, out var shared) && ReferenceEquals(shared, entry)) _shared.Remove(entry.Run.Key);
        foreach (var query in entry.Queries)
        {
            _byId.Remove(query.Id);
            if (query.ClientToken is { } token) _byToken.Remove(token);
        }
    }

    private sealed class Entry(QueryRun run)
    {
        public QueryRun Run { get; } = run;

        public List<StartedQuery> Queries { get; } = [];

        public long AskedAt { get; set; }

        /// <summary>When it was asked for last, or ended if that was later.</summary>
        public long LastUsedAt => Math.Max(AskedAt, Run.EndedAt);
    }
}

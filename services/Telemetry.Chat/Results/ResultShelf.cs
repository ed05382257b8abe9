using Microsoft.Extensions.Options;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Results;

/// <summary>What makes two queries the same: who asks and the statement, in which time words have become times.</summary>
/// <param name="Tenants">Results are shared only between askers with the same tenants.</param>
/// <param name="Sql">The compiled statement.</param>
/// <param name="PlanHash">The plan that it was compiled from.</param>
internal readonly record struct QueryKey(TenantScope Tenants, string Sql, string PlanHash);

/// <summary>
/// Keeps results within a budget of memory: for <see cref="ChatOptions.CacheSeconds"/> as the answer to the same query, for
/// <see cref="ChatOptions.KeepRowsSeconds"/> for pages and export. What was not used for longest leaves first.
/// </summary>
internal sealed class ResultShelf(IOptions<ChatOptions> options, TimeProvider time)
{
    private readonly long _budget = options.Value.KeepRowsMegabytes * 1024L * 1024L;
    private readonly TimeSpan _fresh = TimeSpan.FromSeconds(options.Value.CacheSeconds);
    private readonly TimeSpan _kept = TimeSpan.FromSeconds(options.Value.KeepRowsSeconds);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byId = [];
    private readonly Dictionary<QueryKey, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byUse = new(); // latest first
    private long _bytes;

    private sealed record Entry(QueryKey? Key, KeptResult Result, long At);

    /// <summary>Bytes of all kept results, about.</summary>
    public long Bytes
    {
        get { lock (_gate) return _bytes; }
    }

    /// <summary>Puts a result on the shelf; one that is larger than the whole budget is not kept at all.</summary>
    /// <param name="key">What it answers, or null when it must not answer anything else: live numbers.</param>
    /// <param name="result">The result.</param>
    public void Put(QueryKey? key, KeptResult result)
    {
        lock (_gate)
        {
            DropExpired();
            if (result.Bytes > _budget) return;
            var node = _byUse.AddFirst(new Entry(key, result, time.GetTimestamp()));
            _byId[result.QueryId] = node;
            if (key is { } queryKey) _byKey[queryKey] = node;
            _bytes += result.Bytes;
            while (_bytes > _budget) Remove(_byUse.Last!);
        }
    }

    /// <summary>The result of the same query, if it is young enough.</summary>
    public KeptResult? FindFresh(QueryKey key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node) || time.GetElapsedTime(node.Value.At) >= _fresh) return null;
            Use(node);
            return node.Value.Result;
        }
    }

    /// <summary>The result with this handle, if it is for these tenants and still kept.</summary>
    public KeptResult? Find(TenantScope tenants, string queryId)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(queryId, out var node) || !node.Value.Result.Tenants.Equals(tenants) || time.GetElapsedTime(node.Value.At) >= _kept) return null;
            Use(node);
            return node.Value.Result;
        }
    }

    private void Use(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _byUse.AddFirst(node);
    }

    // Looks at the least used only: an expired one that is still in use is not given out, and leaves when it is its turn.
    private void DropExpired()
    {
        while (_byUse.Last is { } last && time.GetElapsedTime(last.Value.At) >= _kept) Remove(last);
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _byId.Remove(node.Value.Result.QueryId);
        if (node.Value.Key is { } key && _byKey.TryGetValue(key, out var current) && current == node) _byKey.Remove(key);
        _bytes -= node.Value.Result.Bytes;
    }
}

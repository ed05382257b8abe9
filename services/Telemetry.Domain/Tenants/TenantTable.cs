using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Domain.Tenants;

/// <summary>
/// The tenants that a partition takes: at most <paramref name="limit"/>. An event of one more is no valid event, until a tenant that has
/// sent nothing for <see cref="Horizon"/> gives its place up. "default" and "other" need no place. The table changes with valid
/// events alone and knows no time but theirs, so that whoever reads the same messages decides the same. Not thread-safe.
/// </summary>
/// <param name="limit">Most tenants; at least 1.</param>
public sealed class TenantTable(int limit)
{
    /// <summary>The limit where nothing else is set.</summary>
    public const int DefaultLimit = 256;

    /// <summary>How long a tenant keeps its place without an event: as long as a partition keeps its numbers.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(24);

    private readonly Dictionary<int, long> _seen = []; // by id: newest event time of the partition when the tenant came last, Unix ms
    private long _newestMs, _oldestMs; // no tenant came last before the latter

    /// <summary>Most tenants.</summary>
    public int Limit => limit;

    /// <summary>Tenants that have a place.</summary>
    public int Count => _seen.Count;

    /// <summary>
    /// Whether the table stays as it is: while messages are read again that it has seen, and those of tenants without a place were
    /// refused then.
    /// </summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether a tenant's event is taken; makes room if it can be made.</summary>
    /// <param name="tenant">The tenant's id; below 0 when it has none yet.</param>
    /// <param name="eventMs">The event's time, Unix ms.</param>
    public bool Admits(int tenant, long eventMs) => NeedsNoPlace(tenant) || _seen.ContainsKey(tenant) || (!IsClosed && HasRoom(eventMs));

    /// <summary>Takes note of a valid event of a tenant that <see cref="Admits"/> has let in, here or where the message was decoded.</summary>
    public void See(int tenant, long eventMs)
    {
        if (IsClosed || NeedsNoPlace(tenant))
            return;
        ref var seen = ref CollectionsMarshal.GetValueRefOrNullRef(_seen, tenant);
        if (Unsafe.IsNullRef(ref seen))
        {
            HasRoom(eventMs);
            seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, tenant, out _);
        }
        _newestMs = Math.Max(_newestMs, eventMs);
        seen = _newestMs;
    }

    /// <summary>The tenants with a place, in no order.</summary>
    public IReadOnlyList<TenantPlace> ToList() => [.. _seen.Select(entry => new TenantPlace(entry.Key, entry.Value))];

    /// <summary>A table as it was: what <see cref="ToList"/> said. The limit does not hold for what is restored.</summary>
    public static TenantTable Of(int limit, IEnumerable<TenantPlace> tenants)
    {
        var table = new TenantTable(limit);
        foreach (var (tenant, seenMs) in tenants)
        {
            if (NeedsNoPlace(tenant))
                continue; // a text that there was no room for
            table._seen[tenant] = Math.Max(seenMs, table._seen.GetValueOrDefault(tenant));
            table._newestMs = Math.Max(table._newestMs, seenMs);
        }
        return table;
    }

    /// <summary>A table that goes its own way from here.</summary>
    public TenantTable Copy() => Of(limit, ToList());

    private static bool NeedsNoPlace(int tenant) => tenant is 0 or Vocabularies.DefaultTenant;

    /// <summary>Looks through the table only when a place may have become free since the last time: refusing has to be cheap.</summary>
    private bool HasRoom(long eventMs)
    {
        if (_seen.Count < limit)
            return true;
        var oldest = Math.Max(_newestMs, eventMs) - (long)Horizon.TotalMilliseconds;
        if (_oldestMs >= oldest)
            return false;
        _oldestMs = _newestMs; // none that comes later is older
        foreach (var (tenant, seenMs) in _seen)
        {
            if (seenMs < oldest)
                _seen.Remove(tenant); // allowed while enumerating since .NET Core 3.0
            else
                _oldestMs = Math.Min(_oldestMs, seenMs);
        }
        return _seen.Count < limit;
    }
}

/// <summary>A tenant that has a place in a partition.</summary>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="SeenMs">Newest event time of the partition when the tenant sent last, Unix ms.</param>
public readonly record struct TenantPlace(int Tenant, long SeenMs);

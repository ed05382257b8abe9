using Telemetry.Domain.Presence;

namespace Telemetry.Live.Audience;

/// <summary>
/// The latest event of every session in every cell, over all partitions: what the viewers of a new filter are counted from.
/// Not thread-safe.
/// </summary>
/// <param name="limit">Most entries; later ones are left out and counted.</param>
internal sealed class LivePresence(int limit)
{
    private readonly ExpiringTable<PresenceEntry> _entries = new();

    /// <summary>Sessions × cells.</summary>
    public int Count => _entries.Count;

    /// <summary>Entries that did not fit.</summary>
    public long Overflowed { get; private set; }

    /// <summary>Takes note of an entry; false when it says nothing new or does not fit.</summary>
    public bool See(in PresenceEntry entry)
    {
        var key = entry.Session ^ UInt128.RotateLeft(entry.Customer, 29) ^ ((UInt128)entry.Cell.Bits * 0x9E3779B97F4A7C15UL);
        if (_entries.Count >= limit && !_entries.Contains(key))
        {
            Overflowed++;
            return false;
        }
        ref var slot = ref _entries.GetOrAdd(key, out var existed);
        if (existed && slot.TimeMs >= entry.LastMs)
            return false;
        slot.TimeMs = entry.LastMs;
        slot.Value = entry;
        return true;
    }

    /// <summary>Drops the entries older than a time (Unix ms).</summary>
    public void Expire(long beforeMs) => _entries.Expire(beforeMs);

    /// <summary>Shows all entries to the viewers of a filter.</summary>
    public void CopyTo(ViewerCounts viewers)
    {
        for (var i = 0; i < _entries.Count; i++)
            viewers.See(_entries[i].Value);
    }
}

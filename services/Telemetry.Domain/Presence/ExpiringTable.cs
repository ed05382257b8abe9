using System.Buffers;
using System.Numerics;

namespace Telemetry.Domain.Presence;

/// <summary>
/// A hash table whose entries carry a time and fall out by <see cref="Expire"/>. Keys are 128-bit hashes of an
/// identity; open addressing in one array, no allocation per entry. Not thread-safe.
/// </summary>
public sealed class ExpiringTable<TValue>
    where TValue : struct
{
    private const int SmallestSize = 64;
    private Entry[] _entries = new Entry[SmallestSize]; // its length is a power of two

    /// <summary>One entry; free when <see cref="TimeMs"/> is 0.</summary>
    public struct Entry
    {
        public UInt128 Key;
        public long TimeMs;
        public TValue Value;
    }

    /// <summary>Entries in use.</summary>
    public int Count { get; private set; }

    /// <summary>Slots, free ones included; changes whenever an entry is added or expired.</summary>
    public ReadOnlySpan<Entry> Slots => _entries;

    /// <summary>The entry of a key for changing; a new one has <see cref="Entry.TimeMs"/> 0 and must be given a time above 0.</summary>
    public ref Entry GetOrAdd(UInt128 key, out bool existed)
    {
        if (Count * 4 >= _entries.Length * 3)
            Rebuild(_entries.Length * 2, long.MinValue);
        ref var entry = ref Slot(_entries, key);
        existed = entry.TimeMs != 0;
        if (!existed)
        {
            entry.Key = key;
            Count++;
        }
        return ref entry;
    }

    /// <summary>Whether the key has an entry.</summary>
    public bool Contains(UInt128 key) => Slot(_entries, key).TimeMs != 0;

    /// <summary>Drops the entries older than a time and gives back memory that is no longer needed.</summary>
    public void Expire(long beforeMs)
    {
        var kept = 0;
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (entry.TimeMs != 0 && entry.TimeMs >= beforeMs)
                kept++;
        }
        if (kept == Count)
            return;
        var size = Math.Max(SmallestSize, (int)BitOperations.RoundUpToPowerOf2((uint)kept * 2));
        Rebuild(Math.Clamp(size, _entries.Length / 2, _entries.Length), beforeMs);
    }

    private void Rebuild(int size, long beforeMs)
    {
        // Tables of many partitions grow through the same sizes: what one leaves behind serves the next.
        var entries = ArrayPool<Entry>.Shared.Rent(size);
        Array.Clear(entries);
        Count = 0;
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (entry.TimeMs == 0 || entry.TimeMs < beforeMs)
                continue;
            Slot(entries, entry.Key) = entry;
            Count++;
        }
        ArrayPool<Entry>.Shared.Return(_entries);
        _entries = entries;
    }

    private static ref Entry Slot(Entry[] entries, UInt128 key)
    {
        var mask = entries.Length - 1;
        for (var slot = (int)(ulong)key & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref entries[slot];
            if (entry.TimeMs == 0 || entry.Key == key)
                return ref entry;
        }
    }
}

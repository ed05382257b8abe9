using System.Numerics;
using System.Runtime.CompilerServices;

namespace Telemetry.Domain.Presence;

/// <summary>
/// A hash table whose entries carry a time and fall out by <see cref="Expire"/>. Keys are 128-bit hashes of an identity.
/// Entries lie densely in pages and only their 4-byte slots are rehashed, so a large table grows without copying its entries and
/// without leaving large arrays behind. Not thread-safe.
/// </summary>
public sealed class ExpiringTable<TValue>
    where TValue : struct
{
    private const int PageBits = 9, PageSize = 1 << PageBits, SmallestSlots = 64;
    private readonly List<Entry[]> _pages = [];
    private int[] _slots = new int[SmallestSlots]; // position + 1; 0 = free; a power of two, at most three quarters full

    /// <summary>One entry.</summary>
    public struct Entry
    {
        public UInt128 Key;
        public long TimeMs;
        public TValue Value;
    }

    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>The entry at a position from 0 to before <see cref="Count"/>; positions change by <see cref="Expire"/>.</summary>
    public ref Entry this[int position]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pages[position >> PageBits][position & (PageSize - 1)];
    }

    /// <summary>The entry of a key for changing; a new one is empty but for its key.</summary>
    public ref Entry GetOrAdd(UInt128 key, out bool existed)
    {
        var position = Find(key, out var slot);
        existed = position >= 0;
        if (existed)
            return ref this[position];
        if ((Count + 1) * 4 > _slots.Length * 3)
        {
            Rehash(_slots.Length * 2);
            Find(key, out slot);
        }
        position = Count++;
        if (position >> PageBits == _pages.Count)
            _pages.Add(new Entry[PageSize]);
        _slots[slot] = position + 1;
        ref var entry = ref this[position];
        entry = default;
        entry.Key = key;
        return ref entry;
    }

    /// <summary>Whether the key has an entry.</summary>
    public bool Contains(UInt128 key) => Find(key, out _) >= 0;

    /// <summary>Drops the entries older than a time and gives back the memory that is no longer needed.</summary>
    public void Expire(long beforeMs)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            ref var entry = ref this[i];
            if (entry.TimeMs < beforeMs)
                continue;
            if (kept != i)
                this[kept] = entry;
            kept++;
        }
        if (kept == Count)
            return;
        Count = kept;
        var pages = (kept + PageSize - 1) >> PageBits;
        _pages.RemoveRange(pages, _pages.Count - pages);
        Rehash(Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)kept * 2), SmallestSlots, _slots.Length));
    }

    private void Rehash(int size)
    {
        if (size == _slots.Length)
            Array.Clear(_slots);
        else
            _slots = new int[size];
        for (var i = 0; i < Count; i++)
        {
            Find(this[i].Key, out var slot);
            _slots[slot] = i + 1;
        }
    }

    private int Find(UInt128 key, out int slot)
    {
        var mask = _slots.Length - 1;
        for (slot = (int)(ulong)key & mask; ; slot = (slot + 1) & mask)
        {
            var position = _slots[slot] - 1;
            if (position < 0 || this[position].Key == key)
                return position;
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Telemetry.Domain.Cubes;

/// <summary>
/// A sparse cube: cells by key, in the order of their first use, with dense arrays for fast scans. It remembers which
/// cells changed since <see cref="ClearChanges"/>. Not thread-safe.
/// </summary>
public sealed class Cube(int capacity = 16)
{
    private int[] _slots = new int[BitOperations.RoundUpToPowerOf2((uint)capacity * 2)]; // index + 1; 0 = free
    private CellKey[] _keys = new CellKey[capacity];
    private CellValue[] _values = new CellValue[capacity];
    private bool[] _changed = new bool[capacity];
    private int[] _changes = new int[capacity];
    private int _changeCount;

    /// <summary>Number of cells.</summary>
    public int Count { get; private set; }

    /// <summary>Keys and values of the cells, side by side.</summary>
    public ReadOnlySpan<CellKey> Keys => _keys.AsSpan(0, Count);

    /// <inheritdoc cref="Keys"/>
    public ReadOnlySpan<CellValue> Values => _values.AsSpan(0, Count);

    /// <summary>Positions (in <see cref="Keys"/>) of the cells that changed since <see cref="ClearChanges"/>.</summary>
    public ReadOnlySpan<int> Changes => _changes.AsSpan(0, _changeCount);

    /// <summary>The cell of a key for changing; it is made when it does not exist and counts as changed.</summary>
    public ref CellValue Change(CellKey key)
    {
        var index = IndexOf(key, out var slot);
        if (index < 0)
            index = Append(key, slot);
        if (!_changed[index])
        {
            _changed[index] = true;
            _changes[_changeCount++] = index;
        }
        return ref _values[index];
    }

    /// <summary>Whether the key has a cell.</summary>
    public bool Contains(CellKey key) => IndexOf(key, out _) >= 0;

    /// <summary>The cell's value; zero when there is none.</summary>
    public CellValue this[CellKey key] => IndexOf(key, out _) is >= 0 and var index ? _values[index] : default;

    /// <summary>Adds every cell of another cube.</summary>
    public void Add(Cube other)
    {
        for (var i = 0; i < other.Count; i++)
            Change(other._keys[i]).Add(other._values[i]);
    }

    /// <summary>Subtracts every cell of another cube that was added before. Empty cells stay until <see cref="Compact"/>.</summary>
    public void Subtract(Cube other)
    {
        for (var i = 0; i < other.Count; i++)
            Change(other._keys[i]).Subtract(other._values[i]);
    }

    /// <summary>Forgets which cells changed.</summary>
    public void ClearChanges()
    {
        foreach (var index in Changes)
            _changed[index] = false;
        _changeCount = 0;
    }

    /// <summary>Takes every cell for changed.</summary>
    public void MarkChanged()
    {
        ClearChanges();
        for (; _changeCount < Count; _changeCount++)
        {
            _changed[_changeCount] = true;
            _changes[_changeCount] = _changeCount;
        }
    }

    /// <summary>Drops the cells without events, and with them what is known of changes.</summary>
    public void Compact()
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_values[i].Events == 0)
                continue;
            _keys[kept] = _keys[i];
            _values[kept++] = _values[i];
        }
        Count = kept;
        _changeCount = 0;
        Array.Clear(_changed);
        Rehash(_slots.Length);
    }

    /// <summary>Empties the cube and keeps its memory.</summary>
    public void Clear()
    {
        Count = 0;
        _changeCount = 0;
        Array.Clear(_changed);
        Array.Clear(_slots);
    }

    private int IndexOf(CellKey key, out int slot)
    {
        var mask = _slots.Length - 1;
        slot = (int)(Mix(key.Bits) & (uint)mask);
        for (; ; slot = (slot + 1) & mask)
        {
            var index = _slots[slot] - 1;
            if (index < 0 || _keys[index] == key)
                return index;
        }
    }

    private int Append(CellKey key, int slot)
    {
        if (Count == _keys.Length)
        {
            var size = Count * 2;
            Array.Resize(ref _keys, size);
            Array.Resize(ref _values, size);
            Array.Resize(ref _changed, size);
            Array.Resize(ref _changes, size);
            Rehash((int)BitOperations.RoundUpToPowerOf2((uint)size * 2));
            IndexOf(key, out slot);
        }
        var index = Count++;
        _keys[index] = key;
        _values[index] = default;
        _slots[slot] = index + 1;
        return index;
    }

    private void Rehash(int size)
    {
        if (size == _slots.Length)
            Array.Clear(_slots);
        else
            _slots = new int[size];
        for (var i = 0; i < Count; i++)
        {
            var slot = (int)(Mix(_keys[i].Bits) & (uint)(size - 1));
            while (_slots[slot] != 0)
                slot = (slot + 1) & (size - 1);
            _slots[slot] = i + 1;
        }
    }

    /// <summary>Fibonacci hashing: spreads the low bits, where most keys differ, over the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(ulong bits) => (uint)((bits * 0x9E3779B97F4A7C15UL) >> 32);
}

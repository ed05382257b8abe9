using System.IO.Hashing;
using System.Text;

namespace Telemetry.Domain.Vocabulary;

/// <summary>
/// Gives each distinct text a small id, once for the process. Look-ups of known texts take no lock and allocate nothing.
/// Id 0 is "other": where texts go when <paramref name="limit"/> is reached.
/// </summary>
/// <param name="limit">Most ids that are given, "other" included; bounds the memory.</param>
public sealed class Utf8Vocabulary(int limit)
{
    /// <summary>The text of id 0.</summary>
    public const string Other = "other";

    private readonly Lock _gate = new();
    private volatile Table _table = new(64, ["other"u8.ToArray()], [Other]);

    /// <summary>Number of ids given.</summary>
    public int Count => _table.Count;

    /// <summary>The text of an id.</summary>
    public string this[int id] => _table.Names[id];

    /// <summary>The UTF-8 bytes of an id's text.</summary>
    public ReadOnlySpan<byte> Utf8(int id) => _table.Bytes[id];

    /// <summary>The id of a text; a new one when it is new, 0 when there is no room for it.</summary>
    public int GetOrAdd(ReadOnlySpan<byte> utf8)
    {
        var hash = XxHash3.HashToUInt64(utf8);
        return _table.Find(utf8, hash) is >= 0 and var id ? id : Add(utf8, hash);
    }

    /// <summary>The id of a text; −1 when it has none.</summary>
    public int Find(ReadOnlySpan<byte> utf8) => _table.Find(utf8, XxHash3.HashToUInt64(utf8));

    /// <inheritdoc cref="GetOrAdd(ReadOnlySpan{byte})"/>
    public int GetOrAdd(string text) => GetOrAdd(Encoding.UTF8.GetBytes(text));

    private int Add(ReadOnlySpan<byte> utf8, ulong hash)
    {
        lock (_gate)
        {
            var table = _table;
            if (table.Find(utf8, hash) is >= 0 and var id)
                return id;
            if (table.Count >= limit)
                return 0;
            if (table.Count * 2 >= table.Slots.Length || table.Count == table.Bytes.Length)
                _table = table = table.Grown();
            return table.Append(utf8.ToArray(), hash);
        }
    }

    /// <summary>Readers may run while one writer appends: a slot is published last, and growing makes a new table.</summary>
    private sealed class Table
    {
        public readonly long[] Slots; // upper hash bits and id + 1; 0 = free
        public readonly byte[][] Bytes;
        public readonly string[] Names;
        private volatile int _count;

        public Table(int size, byte[][] bytes, string[] names)
        {
            Slots = new long[size];
            Bytes = new byte[size / 2][];
            Names = new string[size / 2];
            for (var i = 0; i < bytes.Length; i++)
            {
                Bytes[i] = bytes[i];
                Names[i] = names[i];
                Publish(i, XxHash3.HashToUInt64(bytes[i]));
            }
            _count = bytes.Length;
        }

        public int Count => _count;

        public Table Grown() => new(Slots.Length * 2, Bytes[.._count], Names[.._count]);

        public int Find(ReadOnlySpan<byte> utf8, ulong hash)
        {
            var mask = Slots.Length - 1;
            for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
            {
                var entry = Volatile.Read(ref Slots[slot]);
                if (entry == 0)
                    return -1;
                var id = (int)(uint)entry - 1;
                if ((uint)(entry >> 32) == (uint)(hash >> 32) && utf8.SequenceEqual(Bytes[id]))
                    return id;
            }
        }

        public int Append(byte[] utf8, ulong hash)
        {
            var id = _count;
            Bytes[id] = utf8;
            Names[id] = Encoding.UTF8.GetString(utf8);
            Publish(id, hash);
            _count = id + 1;
            return id;
        }

        private void Publish(int id, ulong hash)
        {
            var mask = Slots.Length - 1;
            var slot = (int)hash & mask;
            while (Slots[slot] != 0)
                slot = (slot + 1) & mask;
            Volatile.Write(ref Slots[slot], (long)((hash >> 32 << 32) | (uint)(id + 1)));
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>Bytes that grow. Numbers take seven bits a byte, the lowest first. Dispose it to give its memory back.</summary>
internal sealed class SnapshotWriter : IDisposable
{
    // Not the shared pool, which keeps an array for each thread that ever gave one back: a state takes megabytes, and any thread of the
    // pool may write one.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(maxArrayLength: 1 << 28, maxArraysPerBucket: 2);
    private byte[] _bytes = Pool.Rent(4_096);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Byte(byte value) => Room(1)[0] = value;

    public void Number(long value) => Unsigned((ulong)value);

    /// <summary>A number of either sign that is mostly near zero.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Unsigned(ulong value)
    {
        var room = Room(10);
        var at = 0;
        for (; value >= 0x80; value >>= 7)
            room[at++] = (byte)(value | 0x80);
        room[at] = (byte)value;
        _length += at - 9;
    }

    public void Hash(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Room(16), value);

    /// <summary>Bytes after their number.</summary>
    public void Sized(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        Raw(value);
    }

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    public void Dispose()
    {
        Pool.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
            Grow(size);
        var room = _bytes.AsSpan(_length, size);
        _length += size;
        return room;
    }

    private void Grow(int size)
    {
        var grown = Pool.Rent((int)BitOperations.RoundUpToPowerOf2((uint)(_length + size)));
        Written.CopyTo(grown);
        Pool.Return(_bytes);
        _bytes = grown;
    }
}

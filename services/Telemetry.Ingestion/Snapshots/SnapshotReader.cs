using System.Buffers.Binary;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>Reads what a <see cref="SnapshotWriter"/> wrote; throws <see cref="UnreadableSnapshotException"/> for anything else.</summary>
internal ref struct SnapshotReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Largest number of anything: a thousand of them still add up to a <see cref="long"/>.</summary>
    public const long MaxCount = 1L << 52;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly int Remaining => _bytes.Length - _at;

    public byte Byte() => Raw(1)[0];

    /// <summary>A number from 0 to <paramref name="max"/>.</summary>
    public long Number(long max = long.MaxValue)
    {
        var value = Unsigned();
        return value <= (ulong)max ? (long)value : throw new UnreadableSnapshotException($"at byte {_at}: expected a number of at most {max}, found {value}.");
    }

    /// <summary>A number of things that take at least <paramref name="bytesEach"/> bytes each, so that no more are made room for than can follow.</summary>
    public int Count(int bytesEach) => (int)Number(Remaining / bytesEach);

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            if (shift == 63 && next > 1)
                break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new UnreadableSnapshotException($"at byte {_at}: expected a number of at most 64 bits, found a longer one.");
    }

    public UInt128 Hash() => BinaryPrimitives.ReadUInt128LittleEndian(Raw(16));

    public ReadOnlySpan<byte> Sized() => Raw(Count(1));

    public ReadOnlySpan<byte> Raw(int size)
    {
        if (size > Remaining)
            throw new UnreadableSnapshotException($"at byte {_at}: expected {size} more bytes, found {Remaining}.");
        var raw = _bytes.Slice(_at, size);
        _at += size;
        return raw;
    }
}

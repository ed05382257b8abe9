using System.Buffers.Binary;
using System.Numerics;

namespace Telemetry.Live.Wire;

/// <summary>
/// Writes protobuf fields into a span (https://protobuf.dev/programming-guides/encoding/), for the two places where a message object
/// would cost too much: the feed's rows and the heads of updates. The caller sees to it that the span is long enough.
/// </summary>
internal ref struct WireWriter(Span<byte> target)
{
    /// <summary>Longest tag and varint.</summary>
    public const int MaxVarint = 10;

    private readonly Span<byte> _target = target;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _target[..Length];

    /// <summary>Bytes that a value takes as a varint.</summary>
    public static int VarintLength(ulong value) => ((BitOperations.Log2(value | 1) * 9) + 73) / 64;

    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _target[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _target[Length++] = (byte)value;
    }

    /// <summary>A field of type int64, uint64, uint32 or bool; left out at 0, which is the default.</summary>
    public void Field(int number, long value)
    {
        if (value == 0)
            return;
        Varint((ulong)number << 3);
        Varint((ulong)value);
    }

    /// <summary>A field of type string, given as UTF-8, or a serialised message or bytes; left out when empty.</summary>
    public void Field(int number, scoped ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;
        Header(number, value.Length);
        Raw(value);
    }

    /// <summary>A field of type float, written even at 0.</summary>
    public void Field(int number, float value)
    {
        Varint(((ulong)number << 3) | 5);
        BinaryPrimitives.WriteSingleLittleEndian(_target[Length..], value);
        Length += sizeof(float);
    }

    /// <summary>A field of type double, written even at 0.</summary>
    public void Field(int number, double value)
    {
        Varint(((ulong)number << 3) | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(_target[Length..], value);
        Length += sizeof(double);
    }

    /// <summary>Tag and length of a field whose bytes follow.</summary>
    public void Header(int number, int length)
    {
        Varint(((ulong)number << 3) | 2);
        Varint((ulong)length);
    }

    /// <summary>Bytes that are fields already.</summary>
    public void Raw(scoped ReadOnlySpan<byte> fields)
    {
        fields.CopyTo(_target[Length..]);
        Length += fields.Length;
    }

    /// <summary>The part that is still free, for bytes whose number is known afterwards: see <see cref="Skip"/>.</summary>
    public readonly Span<byte> Rest => _target[Length..];

    /// <summary>Takes note of bytes put into <see cref="Rest"/>.</summary>
    public void Skip(int count) => Length += count;
}

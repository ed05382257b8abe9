using System.Buffers;
using Google.Protobuf;

namespace Telemetry.Grpc.Frames;

/// <summary>
/// One protobuf message, already serialised: a hub makes it once and writes the same bytes to thousands of streams.
/// Immutable, so any number of writers may share it.
/// </summary>
/// <remarks>
/// The message is the concatenation of the segments. Parsers merge concatenated messages field by field: the last value of a
/// scalar wins, sub-messages are merged and repeated fields appended
/// (https://protobuf.dev/programming-guides/encoding/#last-one-wins). So a frame can be put together from shared parts and a small
/// head that differs for each stream, as long as no field is in two of them.
/// </remarks>
public sealed class Frame
{
    private readonly ReadOnlyMemory<byte>[] _segments;

    private Frame(ReadOnlyMemory<byte>[] segments)
    {
        _segments = segments;
        foreach (var segment in segments)
            Length = checked(Length + segment.Length);
    }

    /// <summary>A message without fields, as a heartbeat is.</summary>
    public static Frame Empty { get; } = new([]);

    /// <summary>Bytes of the message.</summary>
    public int Length { get; }

    /// <summary>Serialises <paramref name="message"/>; later changes to it do not reach the frame.</summary>
    public static Frame Of(IMessage message) => new([message.ToByteArray()]);

    /// <summary>Takes bytes that are a serialised message. They are not copied and must not change any more.</summary>
    public static Frame OfBytes(ReadOnlyMemory<byte> message) => new([message]);

    /// <summary>The message that has the fields of all <paramref name="parts"/>; their bytes are shared, not copied.</summary>
    public static Frame Concat(params ReadOnlySpan<Frame> parts)
    {
        var count = 0;
        foreach (var part in parts)
            count += part._segments.Length;

        var segments = new ReadOnlyMemory<byte>[count];
        var next = 0;
        foreach (var part in parts)
        {
            part._segments.CopyTo(segments, next);
            next += part._segments.Length;
        }
        return new Frame(segments);
    }

    /// <summary>Copies the message into <paramref name="writer"/>, without a buffer in between.</summary>
    public void CopyTo(IBufferWriter<byte> writer)
    {
        foreach (var segment in _segments)
            writer.Write(segment.Span);
    }

    /// <summary>The message in one new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        var next = bytes.AsMemory();
        foreach (var segment in _segments)
        {
            segment.CopyTo(next);
            next = next[segment.Length..];
        }
        return bytes;
    }
}

using System.Buffers;
using Grpc.Core;

namespace Telemetry.Grpc.Frames;

/// <summary>How gRPC writes and reads a <see cref="Frame"/>.</summary>
public static class FrameMarshaller
{
    /// <summary>
    /// Writes a frame straight into the response's pipe: knowing the length first lets gRPC put its five-byte prefix there and hand
    /// out the pipe itself, so an uncompressed write copies once and allocates nothing. Reading keeps the message's bytes unparsed,
    /// for clients that pass on or count messages.
    /// </summary>
    public static Marshaller<Frame> Instance { get; } = new(Serialize, Deserialize);

    private static void Serialize(Frame frame, SerializationContext context)
    {
        context.SetPayloadLength(frame.Length);
        frame.CopyTo(context.GetBufferWriter());
        context.Complete();
    }

    private static Frame Deserialize(DeserializationContext context) =>
        Frame.OfBytes(context.PayloadAsReadOnlySequence().ToArray());
}

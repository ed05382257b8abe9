using Google.Protobuf;
using Telemetry.Live.Wire;

namespace Telemetry.Live.Rendering;

/// <summary>A message as a field of <see cref="V1.DashboardUpdate"/>.</summary>
internal static class PartBytes
{
    /// <summary>Tag, length and message; present even when the message is empty.</summary>
    public static byte[] Of(int field, IMessage message)
    {
        var length = message.CalculateSize();
        var bytes = new byte[(2 * WireWriter.MaxVarint) + length];
        var writer = new WireWriter(bytes);
        writer.Header(field, length);
        message.WriteTo(bytes.AsSpan(writer.Length, length));
        return bytes[..(writer.Length + length)];
    }
}

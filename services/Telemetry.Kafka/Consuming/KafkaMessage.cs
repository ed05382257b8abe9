using System.Runtime.InteropServices;
using Telemetry.Kafka.Librdkafka;

namespace Telemetry.Kafka.Consuming;

/// <summary>
/// A message that still lives in librdkafka's memory: no copy is made. Copies of this value refer to the same message;
/// <see cref="Release"/> it exactly once, after which nothing of it may be read. Any thread may read and release it. A message keeps the
/// whole fetch it came with in memory (up to 1 MB a partition), so hold it no longer than needed. Before the source is
/// disposed, all its messages must have been released.
/// </summary>
public readonly unsafe struct KafkaMessage
{
    private readonly MessageHeader* _header;

    private KafkaMessage(MessageHeader* header) => _header = header;

    /// <summary>The partition it came from.</summary>
    public int Partition => _header->Partition;

    /// <summary>Its place in the partition.</summary>
    public long Offset => _header->Offset;

    /// <summary>The producer's time (or the broker's, if the topic says so), Unix milliseconds; -1 when there is none.</summary>
    public long TimestampUnixMs => IsOwn ? ((OwnMessage*)_header)->TimestampUnixMs : Native.MessageTimestamp(_header, null);

    /// <summary>False for a null key; an empty key is a key.</summary>
    public bool HasKey => _header->Key != null;

    /// <summary>The key's bytes; empty when there is none.</summary>
    public ReadOnlySpan<byte> Key => new(_header->Key, (int)_header->KeyLength);

    /// <summary>False for a null value (a tombstone in compacted topics).</summary>
    public bool HasValue => _header->Payload != null;

    /// <summary>The value's bytes; empty when there is none.</summary>
    public ReadOnlySpan<byte> Value => new(_header->Payload, (int)_header->PayloadLength);

    internal int ErrorCode => _header->Error;

    // librdkafka always points back at its own operation; a message of ours has none.
    private bool IsOwn => _header->Private == 0;

    /// <summary>Gives the memory back. Exactly once.</summary>
    public void Release()
    {
        if (IsOwn) NativeMemory.Free(_header);
        else Native.MessageDestroy(_header);
    }

    /// <summary>
    /// A message in memory of its own, for sources other than Kafka: replays, benchmarks and the sources that tests write.
    /// A null key is given as default and <paramref name="hasKey"/> false.
    /// </summary>
    public static KafkaMessage Copy(
        int partition, long offset, long timestampUnixMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool hasKey = true)
    {
        var own = (OwnMessage*)NativeMemory.AllocZeroed((nuint)(sizeof(OwnMessage) + key.Length + value.Length));
        var bytes = (byte*)(own + 1);
        own->Header.Partition = partition;
        own->Header.Offset = offset;
        own->Header.Payload = bytes;
        own->Header.PayloadLength = (nuint)value.Length;
        own->TimestampUnixMs = timestampUnixMs;
        value.CopyTo(new Span<byte>(bytes, value.Length));
        if (hasKey)
        {
            own->Header.Key = bytes + value.Length;
            own->Header.KeyLength = (nuint)key.Length;
            key.CopyTo(new Span<byte>(own->Header.Key, key.Length));
        }
        return new KafkaMessage((MessageHeader*)own);
    }

    private struct OwnMessage
    {
        internal MessageHeader Header;
        internal long TimestampUnixMs;
    }
}

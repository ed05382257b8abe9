using Telemetry.Kafka.Librdkafka;

namespace Telemetry.Kafka.Consuming;

/// <summary>
/// What the source remembers of one assigned partition. It keeps a native list that names just this partition: librdkafka
/// caches its own partition object in such a list, so the list must never be reused for another one.
/// </summary>
internal sealed unsafe class PartitionState : IDisposable
{
    private const long Unknown = -1;
    private long _position = Unknown;

    internal PartitionState(string topic, int partition, long? start)
    {
        Number = partition;
        List = Native.TopicPartitionListNew(1);
        Native.TopicPartitionListAdd(List, topic, partition);
        _position = start ?? Unknown;
        AwaitsFirst = start is not null;
    }

    internal int Number { get; }

    internal TopicPartitionList* List { get; private set; }

    /// <summary>No message has been returned since an assignment that asked for a certain offset.</summary>
    internal bool AwaitsFirst { get; set; }

    /// <summary>Offset of the next message, null while nothing is known of it. Written by the polling thread, read by any.</summary>
    internal long? Position
    {
        get => Volatile.Read(ref _position) is var position && position == Unknown ? null : position;
        set => Volatile.Write(ref _position, value ?? Unknown);
    }

    public void Dispose()
    {
        if (List == null) return;
        Native.TopicPartitionListDestroy(List);
        List = null;
    }
}

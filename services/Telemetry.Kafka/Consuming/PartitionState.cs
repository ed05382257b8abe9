using Telemetry.Kafka.Librdkafka;

namespace Telemetry.Kafka.Consuming;

/// <summary>
/// What the source remembers of one assigned partition. It keeps a native list that names just this partition: librdkafka
/// caches its own partition object in such a list, so the list must never be reused for another one.
/// </summary>
internal sealed unsafe class PartitionState : IDisposable
{
    /// <summary>
    /// Asks for the earliest message: where 0 is gone, auto.offset.reset finds it. librdkafka's own logical offset would not do: its
    /// look-up, when a pause or seek overtakes it, is repeated half a second later and moves the partition back to the beginning.
    /// </summary>
    internal const long Earliest = 0;

    private const long Unknown = -1;
    private long _position = Unknown;

    internal PartitionState(string topic, int partition)
    {
        Number = partition;
        List = Native.TopicPartitionListNew(1);
        Native.TopicPartitionListAdd(List, topic, partition);
    }

    internal int Number { get; }

    internal TopicPartitionList* List { get; private set; }

    /// <summary>Where to begin; null until somebody says so.</summary>
    internal long? StartsAt { get; set; }

    /// <summary>Whether librdkafka was told to begin.</summary>
    internal bool IsStarted { get; set; }

    /// <summary>Whether the caller has it paused.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>No message has been returned since a start at a certain offset.</summary>
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

using Telemetry.Ingestion.Consuming;

namespace Telemetry.Ingestion;

/// <summary>How ingestion on this node is doing; may be read from any thread.</summary>
public sealed class IngestionStatus
{
    private volatile Partitions? _partitions;

    /// <summary>Whether the consumer runs.</summary>
    public bool IsRunning => _partitions is not null;

    /// <summary>Messages in Kafka or on their way that are not counted yet; null while that is not known.</summary>
    public long? Lag => _partitions?.Lag;

    /// <summary>Partitions that this node owns.</summary>
    public int Partitions => _partitions?.Count ?? 0;

    /// <summary>Partitions whose consumption is paused because counting is slower than the stream.</summary>
    public int PausedPartitions => _partitions?.Paused ?? 0;

    /// <summary>Messages on their way from the poll to the aggregates.</summary>
    public int MessagesInFlight => _partitions?.InFlight ?? 0;

    internal void Watch(Partitions? partitions) => _partitions = partitions;
}

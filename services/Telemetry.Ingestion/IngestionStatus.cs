using Telemetry.Ingestion.Consuming;

namespace Telemetry.Ingestion;

/// <summary>How ingestion on this node is doing; may be read from any thread.</summary>
public sealed class IngestionStatus
{
    private volatile Partitions? _partitions;
    private volatile string? _ended;

    /// <summary>Whether the consumer runs.</summary>
    public bool IsRunning => _partitions is not null;

    /// <summary>Why ingestion has ended for good; null as long as it starts again after failures.</summary>
    public string? Ended => _ended;

    /// <summary>Messages in Kafka or on their way that are not counted yet; null while that is not known.</summary>
    public long? Lag => _partitions?.Lag;

    /// <summary>Whether the group has said which partitions are this node's, be it none.</summary>
    public bool HasJoined => _partitions?.HasJoined ?? false;

    /// <summary>How long the oldest of these messages has waited; null while that is not known.</summary>
    public TimeSpan? LagTime => _partitions?.LagTime;

    /// <summary>Partitions that are this node's and can't be counted yet, because they are not claimed.</summary>
    public int UnclaimedPartitions => _partitions?.Unclaimed ?? 0;

    /// <summary>Partitions that this node owns.</summary>
    public int Partitions => _partitions?.Count ?? 0;

    /// <summary>Partitions whose consumption is paused because counting is slower than the stream.</summary>
    public int PausedPartitions => _partitions?.Paused ?? 0;

    /// <summary>Messages on their way from the poll to the aggregates.</summary>
    public int MessagesInFlight => _partitions?.InFlight ?? 0;

    internal void End(string reason) => _ended = reason;

    internal void Watch(Partitions? partitions) => _partitions = partitions;
}

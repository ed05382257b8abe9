using Telemetry.Domain.Aggregates;

namespace Telemetry.Ingestion.Publishing;

/// <summary>Several sinks as one, called in their order.</summary>
public sealed class AggregateSinks(params IReadOnlyList<IAggregateSink> sinks) : IAggregateSink
{
    public void PartitionStarted(int partition, long epoch)
    {
        foreach (var sink in sinks)
            sink.PartitionStarted(partition, epoch);
    }

    public void Publish(PartitionDelta delta)
    {
        foreach (var sink in sinks)
            sink.Publish(delta);
    }

    public void PartitionStopped(int partition)
    {
        foreach (var sink in sinks)
            sink.PartitionStopped(partition);
    }

    /// <summary>The earliest of all.</summary>
    public PartitionPosition? LostSince(int partition)
    {
        PartitionPosition? earliest = null;
        foreach (var sink in sinks)
        {
            if (sink.LostSince(partition) is { } lost && !(earliest?.Offset <= lost.Offset))
                earliest = lost;
        }
        return earliest;
    }
}

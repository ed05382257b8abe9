using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Ownership;

/// <summary>What a new owner makes of the row that it claimed and of what the log holds.</summary>
/// <param name="Aggregate">The state to continue; empty when there is none that can be used.</param>
/// <param name="Offset">First message to count.</param>
/// <param name="Gone">Messages that neither the state nor the log holds: retention was shorter than the time without an owner.</param>
/// <param name="SetAside">Why the row's state can't be used; null when it can, or when the row has none.</param>
public sealed record StartingPoint(PartitionAggregate Aggregate, long Offset, long Gone, string? SetAside)
{
    /// <summary>Decides; does nothing else.</summary>
    public static StartingPoint Of(PartitionSnapshot row, LogBounds log, Vocabularies vocabularies, AggregateLimits limits)
    {
        if (row.State.IsEmpty)
            return Empty(setAside: null);
        if (row.NextOffset > log.End)
        {
            return Empty($"it ends at offset {row.NextOffset:N0} and the log at {log.End:N0}, so the topic was made anew or cut off");
        }
        try
        {
            var aggregate = PartitionAggregate.Restore(SnapshotCodec.Decode(row.State, row.Partition, vocabularies), row.Epoch, limits);
            return new StartingPoint(aggregate, Math.Max(row.NextOffset, log.Earliest), Math.Max(0, log.Earliest - row.NextOffset), SetAside: null);
        }
        catch (UnreadableSnapshotException exception)
        {
            return Empty(exception.Message);
        }

        StartingPoint Empty(string? setAside) =>
            new(new PartitionAggregate(row.Partition, row.Epoch, limits), log.Earliest, Gone: 0, setAside);
    }
}

using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Live.Following;

/// <summary>What owners saved. A state that can't be read is left to its owner, who sets it aside: here the partition begins without one.</summary>
internal sealed partial class SnapshotBases(ISnapshotStore store, Vocabularies vocabularies, ILogger<SnapshotBases> logger) : IPartitionBases
{
    public async Task<IReadOnlyList<PartitionBase>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await store.ReadAllAsync(cancellationToken)).Select(Read)];

    private PartitionBase Read(PartitionSnapshot snapshot)
    {
        try
        {
            return new PartitionBase(
                snapshot.Partition, snapshot.Epoch, snapshot.DeltaOffset, SnapshotCodec.Decode(snapshot.State, snapshot.Partition, vocabularies));
        }
        catch (UnreadableSnapshotException exception)
        {
            LogUnreadable(snapshot.Partition, exception.Message);
            return new PartitionBase(snapshot.Partition, snapshot.Epoch, DeltaOffset: 0, State: null);
        }
    }

    [LoggerMessage(EventId = 1771, Level = LogLevel.Error, Message = "Partition {Partition}: {Problem} It is shown from the earliest delta on.")]
    private partial void LogUnreadable(int partition, string problem);
}

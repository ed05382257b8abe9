using System.Collections.Concurrent;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Tests.Snapshots;

public sealed class InMemorySnapshotStoreTests : SnapshotStoreContract
{
    private readonly ConcurrentDictionary<string, InMemorySnapshotStore> _stores = [];

    protected override ISnapshotStore Open(string name) => _stores.GetOrAdd(name, _ => new InMemorySnapshotStore(TimeProvider.System));

    protected override Task<IReadOnlyList<UnreadableSnapshot>> ReadSetAsideAsync(ISnapshotStore store, int partition) =>
        ((InMemorySnapshotStore)store).ReadSetAsideAsync(partition);
}

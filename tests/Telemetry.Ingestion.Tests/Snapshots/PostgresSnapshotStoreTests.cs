using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Telemetry.Chat.Tests.History;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Tests.Snapshots;

public sealed class PostgresSnapshotStoreTests(PostgresFixture postgres) : SnapshotStoreContract, IClassFixture<PostgresFixture>, IDisposable
{
    private readonly ConcurrentBag<PostgresSnapshotStore> _opened = [];

    public void Dispose()
    {
        foreach (var store in _opened)
            store.Dispose();
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be_unusable_and_used_again_when_it_is_back()
    {
        var store = Open();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(partition => store.ClaimAsync(partition, Stop))); // several connections to lose
        await postgres.Server.StopAsync(Stop);

        var exception = await Assert.ThrowsAsync<SnapshotStoreException>(() => store.SaveAsync(Snapshot(0, epoch: 1, nextOffset: 1), Stop));
        Assert.Contains("Snapshots:Postgres", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SnapshotStoreException>(() => store.ClaimAsync(0, Stop));
        await Assert.ThrowsAsync<SnapshotStoreException>(() => store.ReadAllAsync(Stop));
        await Assert.ThrowsAsync<SnapshotStoreException>(() => store.SetAsideAsync(Snapshot(0, epoch: 1, nextOffset: 1), "unreadable", Stop));

        await postgres.Server.StartAsync(Stop);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(partition => store.SaveAsync(Snapshot(partition, epoch: 1, nextOffset: 2), Stop)));
        Assert.All(await store.ReadAllAsync(Stop), snapshot => Assert.Equal(2, snapshot.NextOffset));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        using var store = new PostgresSnapshotStore($"Host=127.0.0.1;Port={port};Username=telemetry;Password=secret;Timeout=1", "n", TimeProvider.System);
        var exception = await Assert.ThrowsAsync<SnapshotStoreException>(() => store.ClaimAsync(0, Stop));
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    protected override ISnapshotStore Open(string name)
    {
        var store = new PostgresSnapshotStore(postgres.Server.ConnectionString + ";Maximum Pool Size=4", name, TimeProvider.System);
        _opened.Add(store);
        return store;
    }

    protected override Task<IReadOnlyList<UnreadableSnapshot>> ReadSetAsideAsync(ISnapshotStore store, int partition) =>
        ((PostgresSnapshotStore)store).ReadSetAsideAsync(partition, Stop);
}

using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Tests.Snapshots;

public sealed class SqliteSnapshotStoreTests : SnapshotStoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemetry-snapshots-").FullName;
    private readonly ConcurrentBag<SqliteSnapshotStore> _opened = [];

    private string DatabaseFile => Path.Combine(_folder, "not there yet", "snapshots.db");

    public void Dispose()
    {
        foreach (var store in _opened)
            store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said_to_be_unusable_and_how_to_go_on()
    {
        var file = Path.Combine(_folder, "broken.db");
        await File.WriteAllTextAsync(file, new string('x', 10_000), Stop);
        using var store = new SqliteSnapshotStore(file, "n", TimeProvider.System);
        var exception = await Assert.ThrowsAsync<SnapshotStoreException>(() => store.ClaimAsync(0, Stop));
        Assert.Contains($"{file} can't be used: SQLite Error 26", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Snapshots:SqliteFile", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_is_said_to_be_unusable()
    {
        var file = Path.Combine(_folder, "a file");
        await File.WriteAllTextAsync(file, "", Stop);
        using var store = new SqliteSnapshotStore(Path.Combine(file, "snapshots.db"), "n", TimeProvider.System);
        await Assert.ThrowsAsync<SnapshotStoreException>(() => store.ClaimAsync(0, Stop));
    }

    [Fact]
    public async Task A_file_that_another_process_keeps_locked_is_unusable_until_it_lets_go()
    {
        var store = Open();
        await store.ClaimAsync(0, Stop);
        await using var other = new SqliteConnection($"Data Source={DatabaseFile};Pooling=false");
        await other.OpenAsync(Stop);
        await using (var write = await other.BeginTransactionAsync(Stop))
            await Assert.ThrowsAsync<SnapshotStoreException>(() => store.ClaimAsync(0, Stop));
        Assert.Equal(2, (await store.ClaimAsync(0, Stop)).Epoch);
    }

    protected override ISnapshotStore Open(string name)
    {
        var store = new SqliteSnapshotStore(DatabaseFile, name, TimeProvider.System);
        _opened.Add(store);
        return store;
    }

    protected override Task<IReadOnlyList<UnreadableSnapshot>> ReadSetAsideAsync(ISnapshotStore store, int partition) =>
        ((SqliteSnapshotStore)store).ReadSetAsideAsync(partition, Stop);
}

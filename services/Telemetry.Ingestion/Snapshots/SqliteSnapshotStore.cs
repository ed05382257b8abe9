using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>Snapshots in one file: for the nodes of one machine.</summary>
public sealed class SqliteSnapshotStore(string file, string name, TimeProvider time) : SqlSnapshotStore(name, time), IDisposable
{
    /// <summary>How long a write waits for those of other processes, s.</summary>
    private const int BusySeconds = 5;

    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true, DefaultTimeout = BusySeconds }.ToString();

    protected override string Schema =>
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS partition_snapshots (
            name TEXT NOT NULL, partition INTEGER NOT NULL, epoch INTEGER NOT NULL, next_offset INTEGER NOT NULL, delta_offset INTEGER NOT NULL,
            written_at INTEGER NOT NULL, state BLOB NOT NULL, PRIMARY KEY (name, partition));
        CREATE TABLE IF NOT EXISTS unreadable_snapshots (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, partition INTEGER NOT NULL, epoch INTEGER NOT NULL,
            next_offset INTEGER NOT NULL, delta_offset INTEGER NOT NULL, written_at INTEGER NOT NULL, reason TEXT NOT NULL,
            set_aside_at INTEGER NOT NULL, state BLOB NOT NULL);
        """;

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
    }

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        var connection = new SqliteConnection(_connection);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    protected override SnapshotStoreException Unusable(Exception exception) => new(
        $"The snapshot file {file} can't be used: {exception.Message} Expected a SQLite file in a folder that this user may write, on a disk with room. "
        + $"Set {SnapshotOptions.Section}:{nameof(SnapshotOptions.SqliteFile)} to another, or move it away to count everything anew.",
        exception);
}

using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Telemetry.Chat.History;

/// <summary>
/// The history in one file: for a single node. One thread does all of it, because the client's async methods block: a file that another
/// process has locked costs that thread 2 s, and who comes within the next 3 s is told at once.
/// </summary>
internal sealed class SqliteHistory(string file, TimeProvider time) : SqlHistory, IDisposable
{
    // https://sqlite.org/rescode.html: locked by another connection, by this one.
    private const int Busy = 5;
    private const int Locked = 6;
    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(3);

    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true, DefaultTimeout = 2 }.ToString();
    private readonly HistoryThread _thread = new();
    private long? _lockedAt; // only the thread knows it

    protected override string Schema =>
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS chat_sessions (
            owner TEXT NOT NULL, session_id TEXT NOT NULL, title TEXT NOT NULL, last_at INTEGER NOT NULL, questions INTEGER NOT NULL,
            PRIMARY KEY (owner, session_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS chat_sessions_latest ON chat_sessions (owner, last_at DESC);
        CREATE TABLE IF NOT EXISTS chat_entries (
            id INTEGER PRIMARY KEY, owner TEXT NOT NULL, session_id TEXT NOT NULL, entry TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS chat_entries_session ON chat_entries (owner, session_id, id);
        """;

    public void Dispose()
    {
        _thread.Dispose();
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
    }

    // SQLite has no condition in its SQL that could ask for a column.
    protected override async Task BringUpToDateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        const string IsOld = "SELECT count(*) FROM pragma_table_info('chat_sessions') WHERE name = 'tenant'";
        if (await connection.ExecuteScalarAsync<long>(new CommandDefinition(IsOld, cancellationToken: cancellationToken)) == 0) return;
        await connection.ExecuteAsync(new CommandDefinition(
            "ALTER TABLE chat_sessions RENAME COLUMN tenant TO owner; ALTER TABLE chat_entries RENAME COLUMN tenant TO owner;",
            cancellationToken: cancellationToken));
    }

    protected override Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) => _thread.RunAsync(() =>
    {
        if (_lockedAt is { } lockedAt && time.GetElapsedTime(lockedAt) < LeftAlone) throw new TimeoutException("The history's file was locked a moment ago.");
        try
        {
            return work().GetAwaiter().GetResult();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is Busy or Locked)
        {
            _lockedAt = time.GetTimestamp();
            throw;
        }
    }, cancellationToken);

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        var connection = new SqliteConnection(_connection);
        try
        {
            await connection.OpenAsync(cancellationToken);
            // In WAL mode this can lose the last answers in a power cut, never the file; it saves a disk flush an answer.
            await connection.ExecuteAsync("PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

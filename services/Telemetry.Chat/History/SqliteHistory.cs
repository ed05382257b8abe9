using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Telemetry.Chat.History;

/// <summary>The history in one file: for a single node.</summary>
internal sealed class SqliteHistory(string file) : SqlHistory, IDisposable
{
    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true, DefaultTimeout = 10 }.ToString();

    protected override string Schema =>
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS chat_sessions (
            tenant TEXT NOT NULL, session_id TEXT NOT NULL, title TEXT NOT NULL, last_at INTEGER NOT NULL, questions INTEGER NOT NULL,
            PRIMARY KEY (tenant, session_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS chat_sessions_latest ON chat_sessions (tenant, last_at DESC);
        CREATE TABLE IF NOT EXISTS chat_entries (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, session_id TEXT NOT NULL, entry TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS chat_entries_session ON chat_entries (tenant, session_id, id);
        """;

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
    }

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

using System.Data.Common;
using Npgsql;

namespace Telemetry.Chat.History;

/// <summary>The history in PostgreSQL: for any number of nodes.</summary>
internal sealed class PostgresHistory : SqlHistory, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    public PostgresHistory(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "telemetry-chat" };
        // Unless the operator says otherwise: an asker waits for it, and several nodes share the server's connections.
        if (!settings.ShouldSerialize("Timeout")) settings.Timeout = 5;
        if (!settings.ShouldSerialize("Command Timeout")) settings.CommandTimeout = 10;
        if (!settings.ShouldSerialize("Maximum Pool Size")) settings.MaxPoolSize = 20;
        _source = NpgsqlDataSource.Create(settings);
    }

    // Two nodes that create the same table at the same moment would fail on the catalogue's own key: they take turns.
    protected override string Schema =>
        """
        BEGIN;
        SELECT pg_advisory_xact_lock(7240312501);
        DO $$ BEGIN
            IF EXISTS (SELECT FROM information_schema.columns
                       WHERE table_schema = current_schema() AND table_name = 'chat_sessions' AND column_name = 'tenant') THEN
                ALTER TABLE chat_sessions RENAME COLUMN tenant TO owner;
                ALTER TABLE chat_entries RENAME COLUMN tenant TO owner;
            END IF;
        END $$;
        CREATE TABLE IF NOT EXISTS chat_sessions (
            owner text NOT NULL, session_id text NOT NULL, title text NOT NULL, last_at bigint NOT NULL, questions bigint NOT NULL,
            PRIMARY KEY (owner, session_id));
        CREATE INDEX IF NOT EXISTS chat_sessions_latest ON chat_sessions (owner, last_at DESC);
        CREATE TABLE IF NOT EXISTS chat_entries (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner text NOT NULL, session_id text NOT NULL, entry text NOT NULL);
        CREATE INDEX IF NOT EXISTS chat_entries_session ON chat_entries (owner, session_id, id);
        COMMIT;
        """;

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);
}

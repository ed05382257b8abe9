using System.Data.Common;
using Npgsql;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>Snapshots in PostgreSQL: for the nodes of many machines.</summary>
public sealed class PostgresSnapshotStore : SqlSnapshotStore, IDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly string _address;

    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public PostgresSnapshotStore(string connectionString, string name, TimeProvider time)
        : base(name, time)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "telemetry-snapshots" };
        // Unless the operator says otherwise: a partition waits for its claim, and several nodes share the server's connections.
        if (!settings.ShouldSerialize("Timeout"))
            settings.Timeout = 3;
        if (!settings.ShouldSerialize("Command Timeout"))
            settings.CommandTimeout = 8;
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = 8;
        _address = $"{settings.Host}:{settings.Port}/{settings.Database}";
        _source = NpgsqlDataSource.Create(settings);
    }

    // Two nodes that create the same table at the same moment would fail on the catalogue's own key: they take turns.
    // The states are compressed already.
    protected override string Schema =>
        """
        BEGIN;
        SELECT pg_advisory_xact_lock(7240312502);
        CREATE TABLE IF NOT EXISTS partition_snapshots (
            name text NOT NULL, partition integer NOT NULL, epoch bigint NOT NULL, next_offset bigint NOT NULL, delta_offset bigint NOT NULL,
            written_at bigint NOT NULL, state bytea NOT NULL, PRIMARY KEY (name, partition));
        CREATE TABLE IF NOT EXISTS unreadable_snapshots (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, partition integer NOT NULL, epoch bigint NOT NULL,
            next_offset bigint NOT NULL, delta_offset bigint NOT NULL, written_at bigint NOT NULL, reason text NOT NULL,
            set_aside_at bigint NOT NULL, state bytea NOT NULL);
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'partition_snapshots'::regclass AND attname = 'state' AND attstorage <> 'e') THEN
                ALTER TABLE partition_snapshots ALTER COLUMN state SET STORAGE EXTERNAL;
            END IF;
        END $$;
        COMMIT;
        """;

    public void Dispose() => _source.Dispose();

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    protected override SnapshotStoreException Unusable(Exception exception) => new(
        $"The snapshot database {_address} can't be used: {exception.Message} Expected a PostgreSQL server that answers and lets this user make tables. "
        + $"Start it, or correct {SnapshotOptions.Section}:{nameof(SnapshotOptions.Postgres)}.",
        exception);
}

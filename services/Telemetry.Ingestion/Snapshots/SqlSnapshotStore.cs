using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>
/// Snapshots in SQL that both databases understand; a derived class brings the connection and its dialect of the schema, which is
/// made on first use. One database serves any number of names.
/// </summary>
/// <param name="name">Of the consumer group and topic that the rows belong to.</param>
/// <param name="time">Says when a snapshot was set aside.</param>
public abstract class SqlSnapshotStore(string name, TimeProvider time) : ISnapshotStore
{
    private const string Columns =
        """partition AS "Partition", epoch AS "Epoch", next_offset AS "NextOffset", delta_offset AS "DeltaOffset", state AS "State", written_at AS "WrittenAt" """;

    private volatile bool _prepared;

    /// <summary>Statements that make the tables if they are not there.</summary>
    protected abstract string Schema { get; }

    public Task<PartitionSnapshot> ClaimAsync(int partition, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        // One statement, so that of any number of claims at once each gets an epoch of its own.
        var row = await connection.QuerySingleAsync<Row>(new CommandDefinition(
            $"""
            INSERT INTO partition_snapshots (name, partition, epoch, next_offset, delta_offset, state, written_at)
            VALUES (@name, @partition, 1, 0, 0, @empty, @now)
            ON CONFLICT (name, partition) DO UPDATE SET epoch = partition_snapshots.epoch + 1
            RETURNING {Columns}
            """,
            new { name, partition, empty = Array.Empty<byte>(), now = time.GetUtcNow().ToUnixTimeMilliseconds() }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return row.ToSnapshot();
    }, cancellationToken);

    public Task SaveAsync(PartitionSnapshot snapshot, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        await ReplaceAsync(connection, null, snapshot, cancellationToken).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    public Task CheckAsync(int partition, long epoch, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        var current = await EpochAsync(connection, null, partition, cancellationToken).ConfigureAwait(false);
        return current == epoch ? true : throw new FencedException(partition, epoch, current);
    }, cancellationToken);

    public Task<IReadOnlyList<PartitionSnapshot>> ReadAllAsync(CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"SELECT {Columns} FROM partition_snapshots WHERE name = @name ORDER BY partition", new { name }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return (IReadOnlyList<PartitionSnapshot>)[.. rows.Select(row => row.ToSnapshot())];
    }, cancellationToken);

    public Task SetAsideAsync(PartitionSnapshot unreadable, string reason, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var emptied = unreadable with { NextOffset = 0, DeltaOffset = 0, State = ReadOnlyMemory<byte>.Empty };
        await ReplaceAsync(connection, transaction, emptied, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO unreadable_snapshots (name, partition, epoch, next_offset, delta_offset, state, written_at, reason, set_aside_at)
            VALUES (@name, @Partition, @Epoch, @NextOffset, @DeltaOffset, @State, @WrittenAt, @reason, @now);
            DELETE FROM unreadable_snapshots WHERE name = @name AND partition = @Partition AND id NOT IN (
                SELECT id FROM unreadable_snapshots WHERE name = @name AND partition = @Partition ORDER BY id DESC LIMIT @kept)
            """,
            Values(unreadable, reason), transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    /// <summary>What was set aside of a partition, newest first.</summary>
    /// <exception cref="SnapshotStoreException">The database does not answer.</exception>
    public Task<IReadOnlyList<UnreadableSnapshot>> ReadSetAsideAsync(int partition, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        var rows = await connection.QueryAsync<UnreadableRow>(new CommandDefinition(
            $"""
            SELECT {Columns}, reason AS "Reason", set_aside_at AS "SetAsideAt" FROM unreadable_snapshots
            WHERE name = @name AND partition = @partition ORDER BY id DESC
            """,
            new { name, partition }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return (IReadOnlyList<UnreadableSnapshot>)[.. rows.Select(row =>
            new UnreadableSnapshot(row.ToSnapshot(), row.Reason, DateTimeOffset.FromUnixTimeMilliseconds(row.SetAsideAt)))];
    }, cancellationToken);

    /// <summary>An open connection.</summary>
    protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>What went wrong, for the one who runs the database; called whenever it can't be used.</summary>
    protected abstract SnapshotStoreException Unusable(Exception exception);

    private async Task ReplaceAsync(DbConnection connection, DbTransaction? transaction, PartitionSnapshot snapshot, CancellationToken cancellationToken)
    {
        var values = Values(snapshot);
        var replaced = await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE partition_snapshots SET next_offset = @NextOffset, delta_offset = @DeltaOffset, state = @State, written_at = @WrittenAt
            WHERE name = @name AND partition = @Partition AND epoch = @Epoch
            """,
            values, transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        if (replaced > 0)
            return;
        throw new FencedException(snapshot.Partition, snapshot.Epoch, await EpochAsync(connection, transaction, snapshot.Partition, cancellationToken).ConfigureAwait(false));
    }

    private Task<long> EpochAsync(DbConnection connection, DbTransaction? transaction, int partition, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<long>(new CommandDefinition(
            "SELECT epoch FROM partition_snapshots WHERE name = @name AND partition = @partition", new { name, partition }, transaction, cancellationToken: cancellationToken));

    private object Values(PartitionSnapshot snapshot, string? reason = null) => new
    {
        name,
        snapshot.Partition,
        snapshot.Epoch,
        snapshot.NextOffset,
        snapshot.DeltaOffset,
        State = MemoryMarshal.TryGetArray(snapshot.State, out var bytes) && bytes.Count == bytes.Array!.Length ? bytes.Array : snapshot.State.ToArray(),
        WrittenAt = snapshot.WrittenAt.ToUnixTimeMilliseconds(),
        reason,
        now = time.GetUtcNow().ToUnixTimeMilliseconds(),
        kept = UnreadableSnapshot.KeptPerPartition,
    };

    private async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            if (!_prepared) // twice at once does no harm
            {
                await connection.ExecuteAsync(new CommandDefinition(Schema, cancellationToken: cancellationToken)).ConfigureAwait(false);
                _prepared = true;
            }
            return await use(connection).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            _prepared = false; // what comes back may be another database
            throw Unusable(exception);
        }
    }

    private class Row
    {
        public int Partition { get; init; }

        public long Epoch { get; init; }

        public long NextOffset { get; init; }

        public long DeltaOffset { get; init; }

        public byte[] State { get; init; } = [];

        public long WrittenAt { get; init; }

        public PartitionSnapshot ToSnapshot() => new(Partition, Epoch, NextOffset, DeltaOffset, State, DateTimeOffset.FromUnixTimeMilliseconds(WrittenAt));
    }

    private sealed class UnreadableRow : Row
    {
        public string Reason { get; init; } = "";

        public long SetAsideAt { get; init; }
    }
}

using Confluent.Kafka;
using Npgsql;
using Telemetry.TestSupport.Postgres;
using static System.FormattableString;

namespace Telemetry.LoadTest.Processes;

/// <summary>What nodes spend to share their work: bytes in the topics between them, and what the database writes for their snapshots.</summary>
internal sealed class SharingCost : IDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);
    private readonly PostgresServer _database;
    private readonly string _aggregates;
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _reading;
    private long _aggregateBytes, _aggregateMessages, _feedBytes;
    private Reading _begun;

    private readonly record struct Reading(long AggregateBytes, long AggregateMessages, long FeedBytes, long SnapshotWrites, long DatabaseBytes);

    /// <summary>Reads both topics from their beginnings.</summary>
    public SharingCost(string bootstrapServers, PostgresServer database, string aggregates, string feed, int partitions)
    {
        (_database, _aggregates) = (database, aggregates);
        _consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = bootstrapServers, GroupId = "meter" })
            .SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
        _consumer.Assign(new[] { aggregates, feed }.SelectMany(topic => Enumerable.Range(0, partitions)
            .Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning))));
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Begins a measured interval.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) => _begun = await NowAsync(cancellationToken);

    /// <summary>Ends it and says what was spent.</summary>
    /// <param name="elapsed">Its length.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<string> EndAsync(TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var now = await NowAsync(cancellationToken);
        double PerSecond(Func<Reading, long> of) => (of(now) - of(_begun)) / elapsed.TotalSeconds;
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var size = source.CreateCommand("SELECT coalesce(avg(octet_length(state)), 0)::float8 FROM partition_snapshots");
        var snapshot = (double)(await size.ExecuteScalarAsync(cancellationToken))!;
        return Invariant($"deltas {PerSecond(reading => reading.AggregateMessages):0}/s, {PerSecond(reading => reading.AggregateBytes) / 1e3:0.0} kB/s; ")
            + Invariant($"feed {PerSecond(reading => reading.FeedBytes) / 1e3:0.0} kB/s; ")
            + Invariant($"snapshots {PerSecond(reading => reading.SnapshotWrites):0.0}/s of {snapshot / 1e3:0.0} kB; ")
            + Invariant($"database log {PerSecond(reading => reading.DatabaseBytes) / 1e3:0.0} kB/s");
    }

    public void Dispose()
    {
        _end.Cancel();
        _reading.Wait();
        _consumer.Dispose();
        _end.Dispose();
    }

    private void Read()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                if (_consumer.Consume(PollWait) is not { Message.Value: { } value } message) continue;
                if (message.Topic != _aggregates)
                {
                    Interlocked.Add(ref _feedBytes, value.Length);
                    continue;
                }

                Interlocked.Add(ref _aggregateBytes, value.Length);
                Interlocked.Increment(ref _aggregateMessages);
            }
            catch (ConsumeException)
            {
                // The topic is being made.
            }
        }
    }

    private async Task<Reading> NowAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var command = source.CreateCommand(
            """
            SELECT coalesce((SELECT n_tup_ins + n_tup_upd FROM pg_stat_user_tables WHERE relname = 'partition_snapshots'), 0),
                   (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new Reading(
            Interlocked.Read(ref _aggregateBytes), Interlocked.Read(ref _aggregateMessages), Interlocked.Read(ref _feedBytes), row.GetInt64(0), row.GetInt64(1));
    }
}

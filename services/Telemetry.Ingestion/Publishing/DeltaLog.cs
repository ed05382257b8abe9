using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Producing;

namespace Telemetry.Ingestion.Publishing;

/// <summary>
/// Writes deltas to telemetry.aggregates, each to the partition of its own number. Writing never waits: while the producer's
/// memory (<see cref="KafkaOptions.ProducerQueueKbytes"/>) is full deltas are dropped, and when there is room again the owner is
/// asked for a full one, so that readers never miss anything without noticing. Safe for any number of threads.
/// </summary>
public sealed partial class DeltaLog(KafkaClients clients, Vocabularies vocabularies, TimeProvider time, ILogger<DeltaLog> logger)
    : IAggregateSink, IDeltaLog, IDisposable
{
    private static readonly TimeSpan PauseAfterLoss = TimeSpan.FromSeconds(1), LastDeliveries = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<int, Entry> _partitions = [];
    private readonly string _topic = clients.Options.AggregatesTopic;
    private readonly long _roomBytes = clients.Options.ProducerQueueKbytes * 1024L / 2;
    private readonly Lock _renewal = new();
    private KafkaProducer _producer = CreateProducer(clients);
    private long _renewedAt = time.GetTimestamp();
    private long _waitingBytes;
    private bool _isDisposed;

    /// <summary>Bytes of deltas that were handed to a producer and are neither delivered nor given up.</summary>
    public long WaitingBytes => Interlocked.Read(ref _waitingBytes);

    /// <summary>How often a producer failed for good and another took its place.</summary>
    public int Renewals { get; private set; }

    private sealed class Entry(Vocabularies vocabularies)
    {
        public readonly Lock Gate = new();
        public readonly LoggedPartition Log = new();
        public readonly DeltaEncoder Encoder = new(vocabularies);
        public long LostAt;
    }

    /// <inheritdoc/>
    public void PartitionStarted(int partition, long epoch)
    {
        var entry = EntryOf(partition);
        lock (entry.Gate)
        {
            // Without it readers learn of the epoch by its first delta.
            if (entry.Log.Start(epoch))
                TryProduce(Working(), partition, DeltaEncoder.EncodeStarted(partition, epoch), _ => { });
        }
    }

    /// <inheritdoc/>
    public void Publish(PartitionDelta delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        var entry = EntryOf(delta.Partition);
        lock (entry.Gate)
        {
            var producer = Working();
            if (entry.Log.Enter(delta, producer) is not { } run)
                return;
            var position = new PartitionPosition(delta.ToOffset, delta.ClockMs);
            var parts = entry.Encoder.Encode(delta);
            for (var i = 0; i < parts.Count; i++)
            {
                var isLast = i == parts.Count - 1;
                if (TryProduce(producer, delta.Partition, parts[i], report => OnReport(entry, delta.Epoch, run, isLast ? position : null, report)))
                    continue;
                entry.Log.Dropped();
                entry.LostAt = time.GetTimestamp();
                LogDropped(delta.Partition, _topic);
                return;
            }
        }
    }

    /// <summary>Nothing to do: those who read notice by the silence.</summary>
    public void PartitionStopped(int partition)
    {
    }

    /// <inheritdoc/>
    public PartitionPosition? LostSince(int partition)
    {
        var entry = EntryOf(partition);
        lock (entry.Gate)
        {
            return entry.Log.LostSince is { } position && WaitingBytes < _roomBytes && time.GetElapsedTime(entry.LostAt) >= PauseAfterLoss
                ? position
                : null;
        }
    }

    /// <inheritdoc/>
    public long SafeOffset(int partition, long nextOffset)
    {
        var entry = EntryOf(partition);
        lock (entry.Gate)
            return entry.Log.SafeOffset(nextOffset);
    }

    /// <summary>Gives the last deltas a second.</summary>
    public void Dispose()
    {
        lock (_renewal)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _producer.Flush(LastDeliveries);
            _producer.Dispose();
        }
    }

    private static KafkaProducer CreateProducer(KafkaClients clients) => clients.CreateProducer(config =>
    {
        config.MessageTimeoutMs = 0; // retried for ever; the default gives up after five minutes
        config.CompressionType = CompressionType.Lz4;
    });

    private Entry EntryOf(int partition) => _partitions.GetOrAdd(partition, _ => new Entry(vocabularies));

    private bool TryProduce(KafkaProducer producer, int partition, byte[] message, Action<DeliveryReport<byte[]?, byte[]?>> report)
    {
        Interlocked.Add(ref _waitingBytes, message.Length);
        try
        {
            producer.Produce(new TopicPartition(_topic, partition), new Message<byte[]?, byte[]?> { Value = message }, delivered =>
            {
                Interlocked.Add(ref _waitingBytes, -message.Length);
                report(delivered);
            });
            return true;
        }
        catch (Exception exception) when (exception is KafkaException or ObjectDisposedException)
        {
            Interlocked.Add(ref _waitingBytes, -message.Length);
            return false;
        }
    }

    private void OnReport(Entry entry, long epoch, long run, PartitionPosition? complete, DeliveryReport<byte[]?, byte[]?> report)
    {
        lock (entry.Gate)
        {
            if (entry.Log.Epoch != epoch)
                return;
            if (!report.Error.IsError)
            {
                if (complete is { } upTo)
                    entry.Log.Delivered(run, upTo, report.Offset.Value);
            }
            else if (entry.Log.Failed(run))
            {
                entry.LostAt = time.GetTimestamp();
                LogFailed(report.Partition.Value, _topic, report.Error.Reason);
            }
        }
    }

    /// <summary>The producer, or another one after a fatal error, at most one a second.</summary>
    private KafkaProducer Working()
    {
        var producer = Volatile.Read(ref _producer);
        return producer.HasFailed ? Renew(producer) : producer;
    }

    private KafkaProducer Renew(KafkaProducer failed)
    {
        lock (_renewal)
        {
            if (_isDisposed || !ReferenceEquals(_producer, failed) || time.GetElapsedTime(_renewedAt) < PauseAfterLoss)
                return _producer;
            _renewedAt = time.GetTimestamp();
            Volatile.Write(ref _producer, CreateProducer(clients));
            _ = Task.Run(failed.Dispose); // it reports what it held, and those who are told wait for a partition that may be waiting here
            Renewals++;
            LogRenewed(_topic);
            return _producer;
        }
    }

    [LoggerMessage(EventId = 1601, Level = LogLevel.Warning,
        Message = "A delta of partition {Partition} found no room on its way to {Topic}; as soon as there is some, everything that may still change is sent again.")]
    private partial void LogDropped(int partition, string topic);

    [LoggerMessage(EventId = 1602, Level = LogLevel.Warning,
        Message = "A delta of partition {Partition} did not arrive in {Topic} ({Reason}); everything that may still change is sent again.")]
    private partial void LogFailed(int partition, string topic, string reason);

    [LoggerMessage(EventId = 1603, Level = LogLevel.Warning,
        Message = "The producer for {Topic} has failed for good; another one goes on, and everything that may still change is sent again.")]
    private partial void LogRenewed(string topic);
}

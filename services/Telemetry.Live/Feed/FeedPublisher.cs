using System.Collections.Concurrent;
using Confluent.Kafka;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Vocabulary;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Producing;

namespace Telemetry.Live.Feed;

/// <summary>
/// Tells other nodes of the events that are counted here, through telemetry.feed: at most every 10 ms or 100 events a message of a
/// partition. What Kafka does not take within five seconds is dropped, and the next message that arrives shows how much: each says how
/// many events were sent before it. Counts do not depend on any of it.
/// </summary>
internal sealed class FeedPublisher(KafkaClients clients, Vocabularies vocabularies, NodeIdentity node, TimeProvider time) : BackgroundService, IFeedTarget
{
    private const int EventsPerMessage = 100, QueueKbytes = 16 * 1024, PatienceMs = 5_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10), LastDeliveries = TimeSpan.FromSeconds(0.5);
    private readonly ConcurrentDictionary<int, Pending> _pending = [];
    private readonly KafkaProducer _producer = clients.CreateProducer(config =>
    {
        // What is late is worth nothing. One request at a time keeps the order, which readers rely on to leave out repetitions.
        config.EnableIdempotence = false;
        config.Acks = Acks.Leader;
        config.MaxInFlight = 1;
        config.MessageTimeoutMs = PatienceMs;
        config.QueueBufferingMaxKbytes = QueueKbytes;
        config.CompressionType = CompressionType.Lz4;
    });

    private long _dropped;

    private sealed class Pending(FeedRowsBuilder rows)
    {
        public FeedRowsBuilder Rows => rows;

        /// <summary>Whether a message has to follow, be it without events, by which readers see that some were lost.</summary>
        public volatile bool HasLost;
    }

    /// <summary>Always: who watches on other nodes is not known here.</summary>
    public bool IsWanted => true;

    /// <summary>Events that Kafka did not take.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Take(int partition, long offset, CellKey cell, ReadOnlySpan<byte> entry)
    {
        var pending = _pending.GetOrAdd(partition, _ => new Pending(new FeedRowsBuilder(node.Id, partition, vocabularies)));
        lock (pending)
        {
            pending.Rows.Add(offset, cell, entry);
            if (pending.Rows.Count >= EventsPerMessage)
                Send(partition, pending);
        }
    }

    /// <summary>Nothing to do: it is sent at the latest after the interval.</summary>
    public void Flush()
    {
    }

    /// <summary>Sends what is gathered.</summary>
    public void SendAll()
    {
        foreach (var (partition, pending) in _pending)
        {
            lock (pending)
            {
                if (pending.Rows.Count > 0 || pending.HasLost)
                    Send(partition, pending);
            }
        }
    }

    /// <summary>Sends what is left, and gives it a moment.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        SendAll();
        await Task.Run(() => _producer.Flush(LastDeliveries), CancellationToken.None);
    }

    public override void Dispose()
    {
        _producer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                SendAll();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync sends the rest.
        }
    }

    private void Send(int partition, Pending pending)
    {
        var events = pending.Rows.Count;
        pending.HasLost = false;
        try
        {
            _producer.Produce(new TopicPartition(clients.Options.FeedTopic, partition), new Message<byte[]?, byte[]?> { Value = pending.Rows.Take() }, report =>
            {
                if (report.Error.IsError)
                    Lose(pending, events);
            });
        }
        catch (Exception exception) when (exception is KafkaException or ObjectDisposedException)
        {
            Lose(pending, events);
        }
    }

    private void Lose(Pending pending, int events)
    {
        pending.HasLost = true;
        Interlocked.Add(ref _dropped, events);
    }
}

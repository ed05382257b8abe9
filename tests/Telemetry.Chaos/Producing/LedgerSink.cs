using System.Collections.Concurrent;
using Confluent.Kafka;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Producing;
using Telemetry.Simulator.Events;
using Telemetry.Simulator.Producing;

namespace Telemetry.Chaos.Producing;

/// <summary>
/// Sends until it is acknowledged. The producer is idempotent and never gives a message up by itself; should it fail for good, a new one
/// takes over what is not acknowledged. A message that the broker had taken nevertheless is then in the log twice, with the same event_id,
/// and counts once. Not safe for two threads at a time.
/// </summary>
internal sealed class LedgerSink(KafkaClients clients, string topic) : IMessageSink
{
    private static readonly TimeSpan FlushSlice = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<long, Message<byte[]?, byte[]?>> _unacknowledged = new();
    private KafkaProducer _producer = Create(clients);
    private long _sent;
    private bool _broken;
    private volatile bool _isGivenUp;

    /// <summary>Messages handed over.</summary>
    public long Sent => _sent;

    /// <summary>Messages handed over that the broker has not acknowledged.</summary>
    public int Unacknowledged => _unacknowledged.Count;

    /// <summary>Messages that had to be given to another producer.</summary>
    public long Resent { get; private set; }

    public bool TrySend(in SimulatedMessage message)
    {
        ReplaceIfBroken();
        var number = _sent;
        var sent = new Message<byte[]?, byte[]?> { Key = message.Key, Value = message.Value };
        _unacknowledged[number] = sent;
        if (!TryProduce(number, sent))
        {
            _unacknowledged.TryRemove(number, out _);
            return false;
        }

        _sent++;
        return true;
    }

    /// <summary>Waits until every message is acknowledged, or the sink is given up.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            while (!_unacknowledged.IsEmpty && !_isGivenUp)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReplaceIfBroken();
                _producer.Flush(FlushSlice);
            }
        },
        cancellationToken);

    /// <summary>Ends waits for what no broker acknowledges any more.</summary>
    public void GiveUp() => _isGivenUp = true;

    public void Dispose() => _producer.Dispose();

    private static KafkaProducer Create(KafkaClients clients) => clients.CreateProducer(config =>
    {
        config.MessageTimeoutMs = 0; // never
        // The embedded broker answers a fetch with one batch a partition, so a replay of tiny batches would take many times what it takes Kafka.
        config.LingerMs = 200;
        config.ReconnectBackoffMaxMs = 500;
    });

    private void ReplaceIfBroken()
    {
        if (!Volatile.Read(ref _broken)) return;
        _producer.Dispose();
        _producer = Create(clients);
        Volatile.Write(ref _broken, false);
        foreach (var (number, message) in _unacknowledged.OrderBy(entry => entry.Key))
        {
            Resent++;
            if (!TryProduce(number, message)) Volatile.Write(ref _broken, true); // the next attempt sends all of them
        }
    }

    private bool TryProduce(long number, Message<byte[]?, byte[]?> message)
    {
        try
        {
            _producer.Produce(topic, message, report => Delivered(number, report.Error));
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> exception)
        {
            if (exception.Error.Code != ErrorCode.Local_QueueFull) Volatile.Write(ref _broken, true);
            return false;
        }
    }

    private void Delivered(long number, Error error)
    {
        if (error.IsError) Volatile.Write(ref _broken, true);
        else _unacknowledged.TryRemove(number, out _);
    }
}

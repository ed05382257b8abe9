using Confluent.Kafka;

namespace Telemetry.Kafka.Producing;

/// <summary>
/// A producer of raw bytes that may be disposed while other threads are in its calls. Confluent.Kafka frees its native client without
/// regard to them, and a call that is under way then works on freed memory. Here <see cref="Dispose"/> waits for those calls and refuses
/// later ones. Any number of threads; a delivery report may produce, and must not dispose.
/// </summary>
public sealed class KafkaProducer : IDisposable
{
    private readonly IProducer<byte[]?, byte[]?> _client;
    // Recursive because a flush handles delivery reports on its own thread.
    private readonly ReaderWriterLockSlim _calls = new(LockRecursionPolicy.SupportsRecursion);
    private bool _isDisposed;
    private volatile bool _hasFailed;

    /// <summary>Builds it.</summary>
    /// <param name="builder">How to; its error handler is set here.</param>
    /// <param name="report">Is told of every error, on a thread of the client.</param>
    internal KafkaProducer(ProducerBuilder<byte[]?, byte[]?> builder, Action<Error> report) => _client = builder
        .SetErrorHandler((_, error) =>
        {
            _hasFailed |= error.IsFatal;
            report(error);
        })
        .Build();

    /// <summary>
    /// Whether it has failed for good, as an idempotent producer does that may not go on without a gap or a repetition. It takes nothing
    /// any more and delivers nothing; what it holds is reported when it is disposed. The errors of its calls and reports don't tell: they have
    /// the code of the cause.
    /// </summary>
    public bool HasFailed => _hasFailed;

    /// <summary>Hands a message over for the partition that its key chooses.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="message">The message.</param>
    /// <param name="delivered">Is told whether a broker has taken it, on a thread of the client.</param>
    /// <exception cref="ProduceException{TKey, TValue}">It was not taken over: no room (Local_QueueFull), too large, or a fatal error before.</exception>
    /// <exception cref="ObjectDisposedException">The producer is gone.</exception>
    public void Produce(string topic, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? delivered = null) =>
        Produce(new TopicPartition(topic, Partition.Any), message, delivered);

    /// <summary>The same for a partition.</summary>
    public void Produce(TopicPartition to, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? delivered = null)
    {
        Enter();
        try
        {
            _client.Produce(to, message, delivered);
        }
        finally
        {
            _calls.ExitReadLock();
        }
    }

    /// <summary>The same, and completes when a broker has taken it.</summary>
    public Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(TopicPartition to, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            return _client.ProduceAsync(to, message, cancellationToken);
        }
        finally
        {
            _calls.ExitReadLock();
        }
    }

    /// <summary>Waits until everything handed over was delivered or given up, at most for a time, by which <see cref="Dispose"/> may have to wait.</summary>
    /// <returns>How many messages and reports are left.</returns>
    public int Flush(TimeSpan atMost)
    {
        Enter();
        try
        {
            return _client.Flush(atMost);
        }
        finally
        {
            _calls.ExitReadLock();
        }
    }

    /// <summary>Gives up what is not delivered, and reports it as such; <see cref="Flush"/> before.</summary>
    public void Dispose()
    {
        _calls.EnterWriteLock();
        var isFirst = !_isDisposed;
        _isDisposed = true;
        _calls.ExitWriteLock();
        // Outside the lock, because it waits for delivery reports, and those may call.
        if (isFirst)
            _client.Dispose();
    }

    private void Enter()
    {
        _calls.EnterReadLock();
        if (!_isDisposed)
            return;
        _calls.ExitReadLock();
        throw new ObjectDisposedException(nameof(KafkaProducer));
    }
}

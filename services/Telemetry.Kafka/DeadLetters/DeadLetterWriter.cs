using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Producing;

namespace Telemetry.Kafka.DeadLetters;

/// <summary>
/// Puts dead letters into their topic and never drops one: a broker that is away is waited for, and while the producer's memory
/// (<see cref="KafkaOptions.ProducerQueueKbytes"/>) is full, <see cref="WriteAsync"/> does not complete.
/// A value that is too large for the topic is cut to its first 64 KiB, with headers that say so.
/// Any number of threads may write.
/// </summary>
public sealed partial class DeadLetterWriter : IAsyncDisposable
{
    /// <summary>What is kept of a value that the broker refuses for its size.</summary>
    public const int TruncatedBytes = 64 * 1024;

    private static readonly TimeSpan LastDeliveries = TimeSpan.FromSeconds(1);
    private readonly KafkaProducer _producer;
    private readonly string _topic;
    private readonly ILogger _logger;
    private readonly UndeliveredLetters _undelivered = new();
    private readonly SemaphoreSlim _room = new(0);
    private int _waiting;
    private long _delivered;
    private long _truncated;

    /// <summary>Writes to <see cref="KafkaOptions.DeadLetterTopic"/>.</summary>
    public DeadLetterWriter(KafkaClients clients, ILogger<DeadLetterWriter> logger)
    {
        ArgumentNullException.ThrowIfNull(clients);
        _topic = clients.Options.DeadLetterTopic;
        _logger = logger;
        _producer = clients.CreateProducer(config =>
        {
            // A letter that arrives twice does no harm, and only an idempotent producer can fail for good.
            config.EnableIdempotence = false;
            config.MessageTimeoutMs = 0; // retried for ever; the default gives up after five minutes
            // A broker refuses whole batches for their size. Values above this travel alone, so that none suffers for another.
            config.BatchSize = TruncatedBytes;
        });
    }

    /// <summary>Letters that the broker has confirmed.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Those of them whose value had to be cut.</summary>
    public long Truncated => Interlocked.Read(ref _truncated);

    /// <summary>Letters written and not confirmed yet.</summary>
    public long Undelivered => _undelivered.Count;

    /// <summary>
    /// Takes a letter over; completes when there is memory for it, usually at once. Delivery is asynchronous: see
    /// <see cref="FlushAsync"/>.
    /// </summary>
    /// <exception cref="KafkaException">The client refuses the letter for another reason than its size or full memory.</exception>
    public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        cancellationToken.ThrowIfCancellationRequested();
        var round = _undelivered.Add();
        return TryProduce(letter, letter.Value, round)
            ? Task.CompletedTask
            : WaitForRoomAsync(letter, letter.Value, round, cancellationToken);
    }

    /// <summary>Completes when the broker has confirmed every letter written so far; call it before offsets move past them.</summary>
    /// <exception cref="KafkaException">One of them can't be delivered.</exception>
    public Task FlushAsync(CancellationToken cancellationToken) => _undelivered.FlushAsync().WaitAsync(cancellationToken);

    /// <summary>Gives the last letters a second.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(LastDeliveries);
        try
        {
            await FlushAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LogUndelivered(Undelivered, _topic);
        }
        catch (KafkaException failure)
        {
            LogRefused(_topic, failure);
        }
        _producer.Dispose();
        _room.Dispose();
    }

    private bool TryProduce(DeadLetter letter, byte[]? value, UndeliveredLetters.Round round)
    {
        var truncated = !ReferenceEquals(value, letter.Value);
        try
        {
            _producer.Produce(
                _topic,
                new Message<byte[]?, byte[]?> { Key = letter.Key, Value = value, Headers = DeadLetterHeaders.Of(letter, truncated) },
                report => OnReport(report.Error, letter, value, round));
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (ProduceException<byte[]?, byte[]?> large)
            when (large.Error.Code == ErrorCode.MsgSizeTooLarge && Shorten(value) is { } shorter)
        {
            return TryProduce(letter, shorter, round);
        }
        catch (ProduceException<byte[]?, byte[]?> failure)
        {
            round.Failed(failure);
            throw;
        }
    }

    private async Task WaitForRoomAsync(
        DeadLetter letter, byte[]? value, UndeliveredLetters.Round round, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            // Tried once more after announcing the wait: a delivery in between would not have signalled.
            while (!TryProduce(letter, value, round)) await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            round.Delivered(); // not taken over after all
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void OnReport(Error error, DeadLetter letter, byte[]? value, UndeliveredLetters.Round round)
    {
        if (Volatile.Read(ref _waiting) > 0) _room.Release();
        if (!error.IsError)
        {
            Interlocked.Increment(ref _delivered);
            if (!ReferenceEquals(value, letter.Value)) Interlocked.Increment(ref _truncated);
            round.Delivered();
        }
        else if (error.Code == ErrorCode.MsgSizeTooLarge && Shorten(value) is { } shorter)
        {
            LogTruncated(letter.Topic, letter.Partition, letter.Offset, value!.Length, shorter.Length);
            ProduceLater(letter, shorter, round);
        }
        else
        {
            // Whatever can be retried has been, without end: this is final (no such topic, not allowed).
            LogUndeliverable(letter.Topic, letter.Partition, letter.Offset, letter.Reason, _topic, error.Reason);
            round.Failed(new KafkaException(error));
        }
    }

    /// <summary>Reports come on the producer's own thread, which must not wait for room; and the letter must not be lost.</summary>
    private void ProduceLater(DeadLetter letter, byte[] value, UndeliveredLetters.Round round) => _ = Task.Run(async () =>
    {
        try
        {
            if (!TryProduce(letter, value, round))
                await WaitForRoomAsync(letter, value, round, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is KafkaException or ObjectDisposedException)
        {
            LogRefused(_topic, failure); // the round has failed with it, or the writer is gone
        }
    });

    private static byte[]? Shorten(byte[]? value) => value switch
    {
        { Length: > TruncatedBytes } => value[..TruncatedBytes],
        { Length: > 0 } => [], // a topic that takes less than 64 KiB still gets the headers
        _ => null,
    };

    [LoggerMessage(EventId = 1021, Level = LogLevel.Warning,
        Message = "The dead letter of {Topic}[{Partition}] at {Offset} has {Bytes} bytes, " +
            "which the broker refuses; its first {Kept} bytes are written.")]
    private partial void LogTruncated(string topic, int partition, long offset, int bytes, int kept);

    [LoggerMessage(EventId = 1024, Level = LogLevel.Error,
        Message = "{Topic}[{Partition}] at {Offset} is no valid event ({Reason}) and {DeadLetterTopic} refuses it: {Problem}. It stays in its topic.")]
    private partial void LogUndeliverable(string topic, int partition, long offset, string reason, string deadLetterTopic, string problem);

    [LoggerMessage(EventId = 1022, Level = LogLevel.Error,
        Message = "{Count} dead letters were not delivered to {Topic} within a second of shutting down; " +
            "a restart repeats them unless offsets moved past.")]
    private partial void LogUndelivered(long count, string topic);

    [LoggerMessage(EventId = 1023, Level = LogLevel.Error,
        Message = "A dead letter can't be delivered to {Topic}; offsets must not move past its source.")]
    private partial void LogRefused(string topic, Exception exception);
}

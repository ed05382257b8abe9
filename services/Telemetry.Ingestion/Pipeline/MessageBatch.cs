using System.Collections.Concurrent;
using Telemetry.Domain.Events;
using Telemetry.Domain.Parsing;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Pipeline;

/// <summary>
/// Some messages of one partition in order, and what the decoder makes of each. The messages stay in the Kafka client's
/// memory until <see cref="Release"/>. Batches are reused: after release nothing of one may be touched.
/// </summary>
public sealed class MessageBatch
{
    private readonly MessageBatchPool _pool;

    internal MessageBatch(MessageBatchPool pool, int capacity)
    {
        _pool = pool;
        Messages = new KafkaMessage[capacity];
        Events = new TelemetryEvent[capacity];
        Rejections = new Rejection?[capacity];
    }

    /// <summary>The pipeline that the batch entered; it hears of the release.</summary>
    internal PartitionPipeline? Pipeline { get; set; }

    /// <summary>Messages in use, from index 0.</summary>
    public int Count { get; private set; }

    /// <summary>Whether another message fits.</summary>
    public bool IsFull => Count == Messages.Length;

    public KafkaMessage[] Messages { get; }

    /// <summary>The event of each message that has no rejection.</summary>
    public TelemetryEvent[] Events { get; }

    /// <summary>Why a message is no event; null for events.</summary>
    public Rejection?[] Rejections { get; }

    /// <summary>How many messages are no events.</summary>
    public int RejectedCount { get; set; }

    /// <summary>The offset after the last message.</summary>
    public long NextOffset => Messages[Count - 1].Offset + 1;

    public void Add(KafkaMessage message) => Messages[Count++] = message;

    /// <summary>Gives the messages back to the Kafka client and the batch to its pool. Exactly once.</summary>
    public void Release()
    {
        for (var i = 0; i < Count; i++)
            Messages[i].Release();
        if (RejectedCount > 0)
            Array.Clear(Rejections, 0, Count);
        Pipeline?.Leave(Count);
        Pipeline = null;
        Count = 0;
        RejectedCount = 0;
        _pool.Return(this);
    }
}

/// <summary>Keeps released batches for use again.</summary>
public sealed class MessageBatchPool(int batchSize)
{
    private const int Kept = 512;
    private readonly ConcurrentQueue<MessageBatch> _free = [];

    public MessageBatch Rent() => _free.TryDequeue(out var batch) ? batch : new MessageBatch(this, batchSize);

    internal void Return(MessageBatch batch)
    {
        if (_free.Count < Kept)
            _free.Enqueue(batch);
    }
}

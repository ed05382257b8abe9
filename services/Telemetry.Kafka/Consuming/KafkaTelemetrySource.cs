using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Librdkafka;
using Telemetry.Kafka.Msk;

namespace Telemetry.Kafka.Consuming;

/// <summary>
/// The consumer: librdkafka through its C interface, because Confluent.Kafka copies and allocates for every message. It takes
/// batches from the consumer queue (rd_kafka_consume_batch_queue) straight into the caller's span.
/// Callbacks only note what happened; it is acted upon between two batches, so that a rebalance can't cut a batch in two.
/// </summary>
internal sealed unsafe partial class KafkaTelemetrySource : ITelemetrySource
{
    private readonly string _topic, _nameIsTaken;
    private readonly IRebalanceListener _listener;
    private readonly BrokerOutage _outage;
    private readonly ILogger _logger;
    private readonly Lock _gate = new(); // between the calls that any thread may make and Dispose
    private readonly Queue<Action> _pending = new();
    private readonly NativeConsumer _consumer;
    // Indexed by partition. Replaced, never changed in place, because LagOf and Commit read it from other threads.
    private PartitionState?[] _partitions = [];
    private bool _isClosing;
    private bool _disposed;

    internal KafkaTelemetrySource(
        ConsumerConfig config, string topic, IRebalanceListener listener, IKafkaTokenSource? tokens, BrokerOutage outage, ILogger logger)
    {
        _topic = topic;
        _nameIsTaken = InstanceIdTakenException.Text(config.GroupInstanceId, config.GroupId);
        _listener = listener;
        _outage = outage;
        _logger = logger;
        _consumer = NativeConsumer.Subscribe(config, topic, this, tokens, logger);
    }

    public int Poll(Span<KafkaMessage> into, TimeSpan maxWait)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (into.IsEmpty) throw new ArgumentException("There must be room for at least one message.", nameof(into));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWait, TimeSpan.Zero);

        DeliverPending();
        if (_starting.Count > 0) StartPending();
        var taken = Accept(into[.._consumer.Take(into, maxWait)]);
        // Only when nothing was returned: otherwise those messages belong to the assignment that is about to change.
        if (taken == 0) DeliverPending();
        return taken;
    }

    public void Pause(int partition)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Find(partition) is not { } state) return;
        state.IsPaused = true;
        if (state.IsStarted) ThrowUnlessDone(Native.PausePartitions(_consumer.Client, state.List), "pause", partition);
    }

    public void Resume(int partition)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Find(partition) is not { } state) return;
        state.IsPaused = false;
        if (state.IsStarted) ThrowUnlessDone(Native.ResumePartitions(_consumer.Client, state.List), "resume", partition);
    }

    public void Commit(int partition, long nextOffset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nextOffset);
        lock (_gate)
        {
            if (_disposed || Find(partition) is not { } state) return;
            state.List->Elements[0].Offset = nextOffset;
            var error = Native.OffsetsStore(_consumer.Client, state.List);
            // _STATE: revoked in between; its next owner commits.
            if (error != Rd.ErrorState) ThrowUnlessDone(error, "store the offset of", partition);
        }
    }

    public long? LagOf(int partition)
    {
        lock (_gate)
        {
            if (_disposed || Find(partition) is not { } state) return null;
            long low, high;
            if (Native.GetWatermarkOffsets(_consumer.Client, _topic, partition, &low, &high) != Rd.NoError || high < 0) return null;
            var position = state.Position ?? (low >= 0 ? low : null);
            return position is null ? null : Math.Max(0, high - position.Value);
        }
    }

    /// <summary>Leaves the group: revokes (the listener is told), commits what is stored, and waits at most three seconds.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _isClosing = true;
        var closed = _consumer.Close(DeliverPending);
        if (!closed) LogCloseTimedOut(_topic);
        EndQueries();
        lock (_gate)
        {
            _disposed = true;
            foreach (var state in _partitions) state?.Dispose();
            _partitions = [];
            _consumer.Destroy(closed);
        }
    }

    /// <summary>Keeps the messages and takes out the errors that librdkafka delivers among them.</summary>
    private int Accept(Span<KafkaMessage> batch)
    {
        var kept = 0;
        var partitions = _partitions;
        for (var i = 0; i < batch.Length; i++)
        {
            var message = batch[i];
            if (message.ErrorCode != Rd.NoError)
            {
                NoteMessageError(message);
                continue;
            }
            if ((uint)message.Partition < (uint)partitions.Length && partitions[message.Partition] is { } state)
            {
                if (!state.IsStarted)
                {
                    message.Release();
                    continue;
                }
                if (state.AwaitsFirst) CheckFirst(state, message.Offset);
                state.Position = message.Offset + 1;
            }
            batch[kept++] = message;
        }
        return kept;
    }

    private void CheckFirst(PartitionState state, long offset)
    {
        state.AwaitsFirst = false;
        if (state.Position is not { } wanted || offset <= wanted) return;
        Note(new KafkaProblem(
            "OFFSET_OUT_OF_RANGE",
            $"{_topic}[{state.Number}] was to continue at {wanted}, but the broker's first message from there on is {offset}: " +
            "what lay between is gone (retention) or was never a message (transaction markers).",
            IsFatal: false, state.Number));
    }

    private PartitionState? Find(int partition)
    {
        var partitions = _partitions;
        return (uint)partition < (uint)partitions.Length ? partitions[partition] : null;
    }

    private void ThrowUnlessDone(int error, string what, int partition)
    {
        if (error == Rd.NoError) return;
        throw new KafkaException(new Error(
            (ErrorCode)error, $"Could not {what} {_topic}[{partition}]: {Native.Text(Native.ErrorText(error))}"));
    }
}

using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Telemetry.Kafka.Librdkafka;
using Telemetry.Kafka.Msk;

namespace Telemetry.Kafka.Consuming;

/// <summary>One rd_kafka_t of type consumer, subscribed to one topic, and the callbacks that it makes.</summary>
internal sealed unsafe partial class NativeConsumer
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);

    private readonly KafkaTelemetrySource _source;
    private readonly IKafkaTokenSource? _tokens;
    private readonly ILogger _logger;
    private GCHandle _self;
    private nint _queue;

    private NativeConsumer(KafkaTelemetrySource source, IKafkaTokenSource? tokens, ILogger logger)
    {
        _source = source;
        _tokens = tokens;
        _logger = logger;
        _self = GCHandle.Alloc(this);
    }

    internal nint Client { get; private set; }

    internal static NativeConsumer Subscribe(
        ConsumerConfig config, string topic, KafkaTelemetrySource source, IKafkaTokenSource? tokens, ILogger logger)
    {
        var consumer = new NativeConsumer(source, tokens, logger);
        try
        {
            consumer.Start(config, topic);
            return consumer;
        }
        catch
        {
            consumer.Destroy(closed: false);
            throw;
        }
    }

    /// <summary>
    /// Takes what lies ready; if nothing does, waits for one message and then takes what came with it. A single batch call
    /// with a time-out would wait for the batch to be full, which at low rates is always the whole time-out.
    /// Both calls count as a poll for max.poll.interval.ms.
    /// </summary>
    internal int Take(Span<KafkaMessage> into, TimeSpan maxWait)
    {
        fixed (KafkaMessage* slots = into)
        {
            var messages = (MessageHeader**)slots;
            var ready = Batch(0, messages, into.Length);
            var waitMs = (int)Math.Min(maxWait.TotalMilliseconds, int.MaxValue);
            if (ready > 0 || waitMs == 0) return ready;
            var first = Batch(waitMs, messages, 1);
            return first == 0 || into.Length == 1 ? first : first + Batch(0, messages + 1, into.Length - 1);
        }
    }

    /// <summary>Leaves the group while serving the callbacks of that; false when it took too long.</summary>
    internal bool Close(Action deliverPending)
    {
        if (Client == 0) return true;
        var error = Native.ConsumerCloseQueue(Client, _queue);
        if (error != 0)
        {
            Native.ErrorDestroy(error); // closed already, after a fatal error
            return true;
        }
        var started = TimeProvider.System.GetTimestamp();
        MessageHeader* message;
        while (Native.ConsumerClosed(Client) == 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > CloseTimeout) return false;
            if (Batch(20, &message, 1) == 1) Native.MessageDestroy(message); // fetched ahead, never handed over
            deliverPending();
        }
        deliverPending();
        return true;
    }

    /// <summary>
    /// Answers a rebalance while the consumer closes, on a thread of its own that is waited for no longer than closing may take: librdkafka
    /// drops requests without an answer once the group is left, and whoever made one then waits for ever. The thread has a list of its own,
    /// as it may outlive the caller's.
    /// </summary>
    /// <returns>The answer's error; none when there was no answer, as there is no group left that could refuse.</returns>
    internal static int Last(TopicPartitionList* partitions, Func<nint, int> request)
    {
        var copy = (nint)Native.TopicPartitionListCopy(partitions);
        var error = Rd.NoError;
        var thread = new Thread(() =>
        {
            Volatile.Write(ref error, request(copy));
            Native.TopicPartitionListDestroy((TopicPartitionList*)copy);
        })
        { IsBackground = true, Name = "Kafka unassign" };
        thread.Start();
        return thread.Join(CloseTimeout) ? Volatile.Read(ref error) : Rd.NoError;
    }

    internal void Destroy(bool closed)
    {
        if (_queue != 0) Native.QueueDestroy(_queue);
        if (Client != 0) Native.DestroyFlags(Client, closed ? 0 : Rd.NoConsumerClose);
        _queue = Client = 0;
        if (_self.IsAllocated) _self.Free();
    }

    private int Batch(int waitMs, MessageHeader** messages, int room) =>
        (int)Math.Max(0, Native.ConsumeBatchQueue(_queue, waitMs, messages, (nuint)room));

    private void Start(ConsumerConfig config, string topic)
    {
        var error = stackalloc byte[512];
        var conf = Native.ConfNew();
        foreach (var (name, value) in config)
        {
            if (Native.ConfSet(conf, name, value, error, 512) == Rd.ConfOk) continue;
            Native.ConfDestroy(conf);
            throw new ArgumentException($"librdkafka does not take the setting {name}: {Native.Text(error)}", nameof(config));
        }
        Native.ConfSetOpaque(conf, GCHandle.ToIntPtr(_self));
        Native.ConfSetRebalanceCallback(conf, &OnRebalance);
        Native.ConfSetOffsetCommitCallback(conf, &OnCommit);
        Native.ConfSetErrorCallback(conf, &OnError);
        Native.ConfSetLogCallback(conf, &OnLog);
        if (_tokens is not null) Native.ConfSetTokenRefreshCallback(conf, &OnTokenRefresh);

        Client = Native.New(Rd.Consumer, conf, error, 512);
        if (Client == 0)
        {
            Native.ConfDestroy(conf); // rd_kafka_new owns it only when it succeeds
            throw new KafkaException(new Error(
                Confluent.Kafka.ErrorCode.Local_Fail, $"The consumer of {topic} could not be made: {Native.Text(error)}"));
        }
        // Errors, commits and token requests arrive on the queue that is polled. It fails for producers only.
        _ = Native.PollSetConsumer(Client);
        _queue = Native.QueueGetConsumer(Client);

        var topics = Native.TopicPartitionListNew(1);
        Native.TopicPartitionListAdd(topics, topic, -1);
        var failure = Native.Subscribe(Client, topics);
        Native.TopicPartitionListDestroy(topics);
        if (failure != Rd.NoError)
        {
            throw new KafkaException(new Error((Confluent.Kafka.ErrorCode)failure,
                $"Subscribing to {topic} failed: {Native.Text(Native.ErrorText(failure))}"));
        }
    }
}

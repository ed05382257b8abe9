using System.Runtime.InteropServices;
using Confluent.Kafka;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Librdkafka;

namespace Telemetry.Kafka.Embedded;

/// <summary>
/// A Kafka cluster inside this process: librdkafka's mock cluster, which speaks the real protocol on loopback TCP (produce,
/// idempotent produce, transactions, fetch, consumer groups, offsets). Any client can use it, kcat included.
/// Its limits: memory only; a partition keeps its newest 5 MiB of record batches as they were sent (compressed, if so) and
/// never more than 100,000 batches, which can't be changed; no compaction, no retention by time; the admin API creates no topics;
/// a fetch finds its place by walking the partition's batches, so many tiny batches make it slow; a fetch that finds nothing waits
/// its whole fetch.wait.max.ms, even if something is produced meanwhile (see <see cref="FetchWaitMs"/>); the ports are the system's choice.
/// Ids of a classic group's members are addresses in its memory: one that a lost member had may be given to another while the lost one
/// still goes by it. Both then are one to the cluster, and a client that is told to lead a group without members ends its process. Brokers
/// of Kafka make ids that are unique, and with <see cref="GroupProtocol.Consumer"/> the members make them.
/// </summary>
public sealed unsafe class EmbeddedBroker : IDisposable
{
    /// <summary>Means every broker where a broker id is asked for.</summary>
    public const int EveryBroker = -1;

    /// <summary>
    /// <see cref="KafkaOptions.FetchWaitMaxMs"/> for clients of an embedded broker, ms, which is what a message then waits at most: a
    /// compromise with the cost of asking again and again.
    /// </summary>
    public const int FetchWaitMs = 3;

    private readonly Lock _gate = new();
    private nint _client;
    private nint _cluster;

    private EmbeddedBroker(nint client, nint cluster)
    {
        _client = client;
        _cluster = cluster;
        BootstrapServers = Native.Text(Native.MockClusterBootstraps(cluster));
    }

    /// <summary>host:port of every broker, separated by commas.</summary>
    public string BootstrapServers { get; }

    /// <summary>Starts a cluster on free ports.</summary>
    /// <param name="topics">Topics to create, with their numbers of partitions. Others appear with four when first used.</param>
    /// <param name="brokers">How many brokers, 1 to 16; their ids are 1, 2, ... Default: 1.</param>
    /// <param name="groupJoinDelay">How long a new consumer group waits for further members before its first assignment.
    /// Default: none, so that a program starts at once.</param>
    /// <param name="sessionTimeout">How long a member of a group of <see cref="GroupProtocol.Consumer"/> may be silent; a tenth of it is
    /// its heartbeat interval. Default: that of Kafka, 45 s. Members of a classic group say themselves.</param>
    public static EmbeddedBroker Start(
        IReadOnlyDictionary<string, int> topics, int brokers = 1, TimeSpan groupJoinDelay = default, TimeSpan? sessionTimeout = null)
    {
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(brokers, 16);
        LibrdkafkaLibrary.EnsureLoaded();
        var error = stackalloc byte[512];
        var conf = Native.ConfNew();
        _ = Native.ConfSet(conf, "log_level", "3", error, 512); // it would warn that the cluster's own client knows no brokers
        var client = Native.New(Rd.Producer, conf, error, 512);
        if (client == 0)
        {
            Native.ConfDestroy(conf);
            throw new InvalidOperationException($"The embedded broker's client could not be made: {Native.Text(error)}");
        }
        var cluster = Native.MockClusterNew(client, brokers);
        if (cluster == 0)
        {
            Native.Destroy(client);
            throw new InvalidOperationException(
                "The embedded broker could not listen on loopback; is 127.0.0.1 up, and are file descriptors left?");
        }
        var broker = new EmbeddedBroker(client, cluster);
        Native.MockGroupInitialRebalanceDelay(cluster, (int)groupJoinDelay.TotalMilliseconds);
        if (sessionTimeout is { TotalMilliseconds: var timeoutMs })
        {
            Native.MockConsumerSessionTimeout(cluster, (int)timeoutMs);
            Native.MockConsumerHeartbeatInterval(cluster, (int)timeoutMs / 10);
        }
        foreach (var (topic, partitions) in topics) broker.CreateTopic(topic, partitions);
        return broker;
    }

    /// <summary>Creates a topic; the leaders are spread over the brokers.</summary>
    public void CreateTopic(string topic, int partitions)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        Call(cluster => Native.MockTopicCreate(cluster, topic, partitions, 1), $"create the topic {topic}");
    }

    /// <summary>Cuts all connections of a broker and takes no new ones. What it holds is kept; no other broker takes over.</summary>
    public void SetDown(int broker = EveryBroker) => Call(cluster => Native.MockBrokerSetDown(cluster, broker), $"stop broker {broker}");

    /// <summary>Ends <see cref="SetDown"/>, on the same port.</summary>
    public void SetUp(int broker = EveryBroker) => Call(cluster => Native.MockBrokerSetUp(cluster, broker), $"start broker {broker}");

    /// <summary>Delays every answer of a broker.</summary>
    public void SetRoundTripTime(TimeSpan roundTrip, int broker = EveryBroker) =>
        Call(cluster => Native.MockBrokerSetRtt(cluster, broker, (int)roundTrip.TotalMilliseconds), $"slow down broker {broker}");

    /// <summary>Moves a partition to another broker; clients find out by an error or with their next metadata.</summary>
    public void SetLeader(string topic, int partition, int broker) =>
        Call(cluster => Native.MockPartitionSetLeader(cluster, topic, partition, broker), $"move {topic}[{partition}] to broker {broker}");

    /// <summary>Deletes a partition's records before an offset, as retention would.</summary>
    public void DeleteRecordsBefore(string topic, int partition, long offset) =>
        Call(cluster => Native.MockPartitionDeleteRecords(cluster, topic, partition, offset), $"delete records of {topic}[{partition}]");

    /// <summary>
    /// The next requests of this kind fail, one with each error, in order; <see cref="ErrorCode.Local_Transport"/> cuts the
    /// connection instead.
    /// </summary>
    public void FailNext(KafkaRequest request, params ReadOnlySpan<ErrorCode> errors)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            fixed (int* codes = MemoryMarshal.Cast<ErrorCode, int>(errors))
                Native.MockPushRequestErrors(_cluster, (short)request, (nuint)errors.Length, codes);
        }
    }

    /// <summary>Forgets what <see cref="FailNext"/> has left for this kind of request.</summary>
    public void StopFailing(KafkaRequest request) => Call(
        cluster =>
        {
            Native.MockClearRequestErrors(cluster, (short)request);
            return Rd.NoError;
        }, "clear errors");

    /// <summary>Stops the cluster; all it held is gone.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_cluster == 0) return;
            Native.MockClusterDestroy(_cluster);
            Native.Destroy(_client);
            _cluster = _client = 0;
        }
    }

    private void Call(Func<nint, int> call, string what)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            var error = call(_cluster);
            if (error == Rd.NoError) return;
            throw new KafkaException(new Error((ErrorCode)error, $"Could not {what}: {Native.Text(Native.ErrorText(error))}"));
        }
    }
}

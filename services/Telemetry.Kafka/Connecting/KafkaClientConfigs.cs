using Confluent.Kafka;

namespace Telemetry.Kafka.Connecting;

/// <summary>The client settings that follow from <see cref="KafkaOptions"/>.</summary>
public static class KafkaClientConfigs
{
    /// <summary>A consumer whose offsets are stored by hand and sent by the client once a second.</summary>
    public static ConsumerConfig Consumer(KafkaOptions options, string? groupId = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var isClassic = options.GroupProtocol == GroupProtocol.Classic;
        return Connect(options, new ConsumerConfig
        {
            GroupProtocol = options.GroupProtocol,
            GroupId = groupId ?? options.GroupId,
            GroupInstanceId = options.InstanceId,
            EnableAutoCommit = true,
            AutoCommitIntervalMs = 1_000,
            EnableAutoOffsetStore = false,
            // Only when a stored offset is no longer in the broker; where to start is the listener's decision.
            AutoOffsetReset = AutoOffsetReset.Earliest,
            // The client refuses these where the broker decides.
            PartitionAssignmentStrategy = isClassic ? options.AssignmentStrategy : null,
            SessionTimeoutMs = isClassic ? options.SessionTimeoutMs : null,
            HeartbeatIntervalMs = isClassic ? HeartbeatMs(options) : null,
            MaxPollIntervalMs = options.MaxPollIntervalMs,
            FetchMinBytes = 1,
            FetchWaitMaxMs = options.FetchWaitMaxMs,
            FetchMaxBytes = options.FetchMaxBytes,
            MaxPartitionFetchBytes = Math.Min(1024 * 1024, options.FetchMaxBytes),
            // librdkafka's default of 100 MB, or what the limits ask for and the protocol around them.
            ReceiveMessageMaxBytes = Math.Max(100_000_000, Math.Max(options.FetchMaxBytes, options.MaxMessageBytes) + 512),
            MessageMaxBytes = Math.Min(options.MaxMessageBytes, options.FetchMaxBytes),
            QueuedMinMessages = options.QueuedMinMessages,
            QueuedMaxMessagesKbytes = options.QueuedMaxMessagesKbytes,
            FetchQueueBackoffMs = options.FetchQueueBackoffMs,
        });
    }

    /// <summary>A consumer that is assigned its partitions and says where they end.</summary>
    public static ConsumerConfig Follower(KafkaOptions options)
    {
        var config = Consumer(options, $"{options.GroupId}-followers"); // asked for by the client and never joined
        config.GroupInstanceId = null;
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = true;
        config.AllowAutoCreateTopics = false;
        return config;
    }

    /// <summary>A member hears of a rebalance with its next heartbeat, so this is most of what a hand-over takes; ms.</summary>
    public static int HeartbeatMs(KafkaOptions options) => Math.Max(100, options.SessionTimeoutMs / 10);

    /// <summary>
    /// An idempotent producer: retries neither duplicate nor reorder. Murmur2 puts a key where Java clients would put it.
    /// </summary>
    public static ProducerConfig Producer(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Connect(options, new ProducerConfig
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = options.LingerMs,
            MessageMaxBytes = options.MaxMessageBytes,
            Partitioner = Partitioner.Murmur2Random,
            QueueBufferingMaxKbytes = options.ProducerQueueKbytes,
            QueueBufferingMaxMessages = 1_000_000,
        });
    }

    /// <summary>A client for topics and groups.</summary>
    public static AdminClientConfig Admin(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Connect(options, new AdminClientConfig());
    }

    private static T Connect<T>(KafkaOptions options, T config) where T : ClientConfig
    {
        config.BootstrapServers = options.BootstrapServers;
        config.ClientId = options.ClientId;
        config.SecurityProtocol = options.MskIam.Enabled ? SecurityProtocol.SaslSsl : options.SecurityProtocol;
        config.SslCaLocation = options.SslCaLocation;
        config.SslCertificateLocation = options.SslCertificateLocation;
        config.SslKeyLocation = options.SslKeyLocation;
        config.SslKeyPassword = options.SslKeyPassword;
        if (options.MskIam.Enabled)
        {
            config.SaslMechanism = SaslMechanism.OAuthBearer;
        }
        else if (options.SaslMechanism is { } mechanism)
        {
            config.SaslMechanism = mechanism;
            config.SaslUsername = options.SaslUsername;
            config.SaslPassword = options.SaslPassword;
        }
        return config;
    }
}

using Confluent.Kafka;

namespace Telemetry.Kafka.Connecting;

/// <summary>
/// How to reach Kafka, which topics to use and how much to fetch ahead; section "Kafka". Checked at start by
/// <see cref="KafkaOptionsValidator"/>. The memory budget of one consumer is <see cref="QueuedMaxMessagesKbytes"/>, one fetch of
/// <see cref="FetchMaxBytes"/> a broker, and about 250 bytes of bookkeeping a message held ready: 8 + 1 + 4 MiB for events of 500 bytes.
/// </summary>
public sealed class KafkaOptions
{
    /// <summary>The configuration section that these are bound to.</summary>
    public const string Section = "Kafka";

    /// <summary>host:port of at least one broker, separated by commas. Required.</summary>
    public string BootstrapServers { get; set; } = "";

    /// <summary>Plaintext (default), Ssl, SaslPlaintext or SaslSsl. With <see cref="MskIam"/> enabled always SaslSsl.</summary>
    public SecurityProtocol SecurityProtocol { get; set; } = SecurityProtocol.Plaintext;

    /// <summary>Plain, ScramSha256 or ScramSha512, with user and password; not to be set together with <see cref="MskIam"/>.</summary>
    public SaslMechanism? SaslMechanism { get; set; }

    /// <summary>User of the SASL mechanism.</summary>
    public string? SaslUsername { get; set; }

    /// <summary>Password of the SASL mechanism. Give it by environment or secret store, never in a file.</summary>
    public string? SaslPassword { get; set; }

    /// <summary>File (PEM) of the authorities that the brokers' certificates are checked with; default: the system's.</summary>
    public string? SslCaLocation { get; set; }

    /// <summary>File (PEM) of this client's certificate, for brokers that ask for one. Needs <see cref="SslKeyLocation"/>.</summary>
    public string? SslCertificateLocation { get; set; }

    /// <summary>File (PEM) of the private key that belongs to <see cref="SslCertificateLocation"/>.</summary>
    public string? SslKeyLocation { get; set; }

    /// <summary>Password of <see cref="SslKeyLocation"/>, if it is encrypted.</summary>
    public string? SslKeyPassword { get; set; }

    /// <summary>Sign in to Amazon MSK with IAM.</summary>
    public MskIamOptions MskIam { get; set; } = new();

    /// <summary>The players' events. Default: telemetry.events.</summary>
    public string EventsTopic { get; set; } = "telemetry.events";

    /// <summary>Events that could not be used, with the reason. Default: telemetry.dead-letter.</summary>
    public string DeadLetterTopic { get; set; } = "telemetry.dead-letter";

    /// <summary>Changes of the aggregates, from ingestion to gateways. Default: telemetry.aggregates.</summary>
    public string AggregatesTopic { get; set; } = "telemetry.aggregates";

    /// <summary>The feed, from ingestion to gateways. Default: telemetry.feed.</summary>
    public string FeedTopic { get; set; } = "telemetry.feed";

    /// <summary>The consumer group of ingestion. Default: telemetry-live.</summary>
    public string GroupId { get; set; } = "telemetry-live";

    /// <summary>Shown in the brokers' logs and quotas. Default: telemetry.</summary>
    public string ClientId { get; set; } = "telemetry";

    /// <summary>
    /// How long a broker holds a fetch open while it has nothing to send, ms, 0 to 1,000. Default: 100. It delays no message, as a
    /// broker answers as soon as there is one; but see <see cref="Embedded.EmbeddedBroker.FetchWaitMs"/>.
    /// </summary>
    public int FetchWaitMaxMs { get; set; } = 100;

    /// <summary>Most bytes of one answer to a fetch (a larger message still comes, alone), 64 KiB to 50 MiB. Default: 1 MiB.</summary>
    public int FetchMaxBytes { get; set; } = 1024 * 1024;

    /// <summary>Messages to hold ready, all partitions together, 1 to 10,000,000. Default: 100,000.</summary>
    public int QueuedMinMessages { get; set; } = 100_000;

    /// <summary>
    /// Bytes of messages to hold ready, all partitions together, KiB, 64 to 2,097,151. Default: 8,192 (8 MiB). On one machine the full
    /// rate needs 1 MiB; brokers further away need their round trip times the wanted rate.
    /// </summary>
    public int QueuedMaxMessagesKbytes { get; set; } = 8 * 1024;

    /// <summary>
    /// How long a partition's next fetch is put off when one of the two limits above is reached, ms, 1 to 1,000. Default: 1.
    /// librdkafka's own default of 1,000 lets the consumer run dry and wait.
    /// </summary>
    public int FetchQueueBackoffMs { get; set; } = 1;

    /// <summary>
    /// Who shares out partitions: one of the members (Classic, default) or the broker (Consumer: KIP-848, brokers of Kafka 4.0 and later,
    /// fewer and shorter pauses). With Consumer the broker also decides how (group.remote.assignor) and how long a member may be silent
    /// (group.consumer.session.timeout.ms); <see cref="AssignmentStrategy"/> is not used, and <see cref="SessionTimeoutMs"/> should say
    /// what the broker has. A group changes from one to the other while its members restart one by one.
    /// </summary>
    public GroupProtocol GroupProtocol { get; set; } = GroupProtocol.Classic;

    /// <summary>
    /// How the group shares out partitions: CooperativeSticky (default), RoundRobin or Range. Members of one group must agree.
    /// </summary>
    public PartitionAssignmentStrategy AssignmentStrategy { get; set; } = PartitionAssignmentStrategy.CooperativeSticky;

    /// <summary>
    /// Static membership: a name of this node that no other member of the group has and that it keeps over restarts (the pod of a
    /// stateful set). The group then holds its partitions for the session timeout when it goes, so that a quick restart moves
    /// nothing; without a name (default) a node that stops hands its partitions over at once. A node whose name another takes is out
    /// until it is started again (<see cref="Consuming.InstanceIdTakenException"/>).
    /// </summary>
    public string? InstanceId { get; set; }

    /// <summary>Silence after which the group takes a member for dead, ms, 1,000 to 300,000. Default: 10,000.</summary>
    public int SessionTimeoutMs { get; set; } = 10_000;

    /// <summary>Longest time between two polls, ms, at least the session timeout. Default: 300,000.</summary>
    public int MaxPollIntervalMs { get; set; } = 300_000;

    /// <summary>How long a producer gathers messages into a batch, ms, 0 to 1,000. Default: 5.</summary>
    public int LingerMs { get; set; } = 5;

    /// <summary>
    /// Largest message that a producer hands to the broker, bytes, 1,000 to 100,000,000. Default: 8 MiB, so that the topic's own limit
    /// (max.message.bytes, usually 1 MiB) decides.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Memory for messages that a producer has not delivered yet, KiB, 1,024 to 2,097,151. Default: 32,768 (32 MiB).</summary>
    public int ProducerQueueKbytes { get; set; } = 32 * 1024;
}

/// <summary>IAM access control of Amazon MSK; credentials come from the AWS SDK's default chain.</summary>
public sealed class MskIamOptions
{
    /// <summary>Use it. Default: no.</summary>
    public bool Enabled { get; set; }

    /// <summary>The cluster's region, such as eu-central-1. Required when enabled.</summary>
    public string Region { get; set; } = "";
}

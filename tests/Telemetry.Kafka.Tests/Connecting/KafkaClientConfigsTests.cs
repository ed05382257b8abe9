using Confluent.Kafka;
using Telemetry.Kafka.Connecting;

namespace Telemetry.Kafka.Tests.Connecting;

public sealed class KafkaClientConfigsTests
{
    [Fact]
    public void Msk_iam_means_tls_and_oauthbearer_for_every_client()
    {
        var options = new KafkaOptions { BootstrapServers = "b:9098", MskIam = { Enabled = true, Region = "eu-central-1" } };

        foreach (var config in EveryConfig(options))
            Assert.Equal((SecurityProtocol.SaslSsl, SaslMechanism.OAuthBearer), (config.SecurityProtocol, config.SaslMechanism));
    }

    [Fact]
    public void Sasl_and_tls_settings_reach_every_client()
    {
        var options = new KafkaOptions
        {
            BootstrapServers = "b:9096", SecurityProtocol = SecurityProtocol.SaslSsl, SaslMechanism = SaslMechanism.ScramSha512,
            SaslUsername = "user", SaslPassword = "secret",
            SslCaLocation = "ca.pem", SslCertificateLocation = "c.pem", SslKeyLocation = "k.pem",
        };

        foreach (var config in EveryConfig(options))
        {
            Assert.Equal((SecurityProtocol.SaslSsl, SaslMechanism.ScramSha512), (config.SecurityProtocol, config.SaslMechanism));
            Assert.Equal(("user", "secret"), (config.SaslUsername, config.SaslPassword));
            Assert.Equal(("ca.pem", "c.pem", "k.pem"), (config.SslCaLocation, config.SslCertificateLocation, config.SslKeyLocation));
        }
    }

    [Fact]
    public void A_name_in_the_group_is_the_consumers_alone()
    {
        var options = new KafkaOptions { BootstrapServers = "b:9092", InstanceId = "node-7" };

        Assert.Equal("node-7", KafkaClientConfigs.Consumer(options).GroupInstanceId);
        Assert.Null(KafkaClientConfigs.Follower(options).GroupInstanceId); // two clients with one name would fence each other
        Assert.Null(KafkaClientConfigs.Consumer(new KafkaOptions { BootstrapServers = "b:9092" }).GroupInstanceId);
    }

    [Fact]
    public void A_group_whose_partitions_the_broker_shares_out_has_no_settings_of_its_own()
    {
        var options = new KafkaOptions { BootstrapServers = "b:9092", GroupProtocol = GroupProtocol.Consumer };

        var consumer = KafkaClientConfigs.Consumer(options);

        Assert.Equal(GroupProtocol.Consumer, consumer.GroupProtocol);
        Assert.Equal((null, null, null), (consumer.PartitionAssignmentStrategy, consumer.SessionTimeoutMs, consumer.HeartbeatIntervalMs));
        Assert.Equal(10_000, KafkaClientConfigs.Consumer(new KafkaOptions { BootstrapServers = "b:9092" }).SessionTimeoutMs);
    }

    [Fact]
    public void Offsets_are_stored_by_hand_and_producers_are_idempotent()
    {
        var options = new KafkaOptions { BootstrapServers = "b:9092" };

        var consumer = KafkaClientConfigs.Consumer(options, "another-group");
        var producer = KafkaClientConfigs.Producer(options);

        Assert.Equal("another-group", consumer.GroupId);
        Assert.False(consumer.EnableAutoOffsetStore);
        Assert.Equal((100, 8 * 1024, 1), (consumer.FetchWaitMaxMs, consumer.QueuedMaxMessagesKbytes, consumer.FetchQueueBackoffMs));
        Assert.True(producer.EnableIdempotence);
        Assert.Equal(Acks.All, producer.Acks);
    }

    [Fact]
    public void A_setting_that_librdkafka_refuses_is_named()
    {
        using var kafka = new TestKafka(change: options => options.SslCaLocation = "/no/such/ca.pem");
        kafka.Options.SecurityProtocol = SecurityProtocol.Ssl;

        var failure = Assert.Throws<KafkaException>(() => kafka.Clients.Subscribe(TestKafka.Topic, new Consuming.RecordingListener()));

        Assert.Contains("ssl.ca.location", failure.Message, StringComparison.Ordinal);
    }

    private static ClientConfig[] EveryConfig(KafkaOptions options) =>
        [KafkaClientConfigs.Consumer(options), KafkaClientConfigs.Producer(options), KafkaClientConfigs.Admin(options)];
}

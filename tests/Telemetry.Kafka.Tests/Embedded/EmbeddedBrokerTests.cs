using System.Text;
using Confluent.Kafka;
using Telemetry.Kafka.Consuming;
using Telemetry.Kafka.Embedded;
using Telemetry.Kafka.Tests.Consuming;

namespace Telemetry.Kafka.Tests.Embedded;

public sealed class EmbeddedBrokerTests
{
    [Fact]
    public async Task What_kcat_produces_arrives_here_and_what_is_produced_here_kcat_reads()
    {
        using var kafka = new TestKafka(partitions: 1);
        using var source = RecordingListener.Subscribe(kafka, "from-kcat");

        await Kcat.RunAsync("key-1:value-1\n", "-P", "-b", kafka.Broker.BootstrapServers, "-t", TestKafka.Topic, "-p", "0", "-K:");
        var room = new KafkaMessage[1];
        while (source.Poll(room, TestKafka.Timeout) == 0) { }
        Assert.Equal("key-1", Encoding.UTF8.GetString(room[0].Key));
        Assert.Equal("value-1", Encoding.UTF8.GetString(room[0].Value));
        room[0].Release();

        await kafka.ProduceAsync(0, "key-2"u8.ToArray(), "value-2"u8.ToArray());
        var read = await Kcat.RunAsync(
            "", "-C", "-b", kafka.Broker.BootstrapServers, "-t", TestKafka.Topic, "-e", "-q", "-f", "%p %o %k %s\n");
        Assert.Equal("0 0 key-1 value-1\n0 1 key-2 value-2\n", read);
    }

    [Fact]
    public async Task Topics_have_the_partitions_that_were_asked_for_on_as_many_brokers()
    {
        using var broker = EmbeddedBroker.Start(new Dictionary<string, int> { ["a"] = 1, ["b"] = 64 }, brokers: 3);
        broker.CreateTopic("c", 2);

        var listing = await Kcat.RunAsync("", "-L", "-b", broker.BootstrapServers);

        Assert.Equal(3, broker.BootstrapServers.Split(',').Length);
        Assert.Contains(" 3 brokers:", listing, StringComparison.Ordinal);
        Assert.Contains("topic \"a\" with 1 partitions:", listing, StringComparison.Ordinal);
        Assert.Contains("topic \"b\" with 64 partitions:", listing, StringComparison.Ordinal);
        Assert.Contains("topic \"c\" with 2 partitions:", listing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partition_keeps_its_newest_five_mebibytes()
    {
        using var kafka = new TestKafka(partitions: 1);
        for (var i = 0; i < 12; i++) await kafka.ProduceAsync(0, null, new byte[512 * 1024]);

        var kept = Watermarks(kafka);

        Assert.Equal(12, kept.High.Value);
        Assert.InRange(kept.High.Value - kept.Low.Value, 9, 10);
    }

    [Fact]
    public async Task Two_brokers_in_one_process_know_nothing_of_each_other()
    {
        using var one = new TestKafka(partitions: 1);
        using var other = new TestKafka(partitions: 1);

        await one.ProduceAsync(0, 3);

        Assert.NotEqual(one.Broker.BootstrapServers, other.Broker.BootstrapServers);
        Assert.Equal(0, Watermarks(other).High.Value);
    }

    [Fact]
    public async Task A_slow_broker_answers_late_and_a_disposed_one_not_at_all()
    {
        var kafka = new TestKafka(partitions: 1);
        await kafka.ProduceAsync(0, 1);
        kafka.Broker.SetRoundTripTime(TimeSpan.FromMilliseconds(300));

        var started = TimeProvider.System.GetTimestamp();
        await kafka.ProduceAsync(0, 1);
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(290));

        kafka.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kafka.Broker.SetUp());
        Assert.Throws<ObjectDisposedException>(() => kafka.Broker.FailNext(KafkaRequest.Fetch, ErrorCode.Unknown));
    }

    private static WatermarkOffsets Watermarks(TestKafka kafka)
    {
        var config = new ConsumerConfig { BootstrapServers = kafka.Broker.BootstrapServers, GroupId = "watermarks" };
        using var reader = new ConsumerBuilder<byte[], byte[]>(config).Build();
        return reader.QueryWatermarkOffsets(new TopicPartition(TestKafka.Topic, 0), TestKafka.Timeout);
    }
}

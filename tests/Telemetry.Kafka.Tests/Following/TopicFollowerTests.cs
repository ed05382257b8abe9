using System.Text;
using Confluent.Kafka;
using Telemetry.Kafka.Following;

namespace Telemetry.Kafka.Tests.Following;

public sealed class TopicFollowerTests
{
    [Fact]
    public async Task Everybody_who_follows_gets_everything_from_where_they_begin_and_hears_of_the_end()
    {
        using var kafka = new TestKafka(partitions: 2);
        await kafka.ProduceAsync(0, 3);
        await kafka.ProduceAsync(1, 2);

        for (var follower = 0; follower < 2; follower++)
        {
            using var follows = kafka.Clients.Follow(TestKafka.Topic);
            Assert.Equal(2, follows.CountPartitions(TestKafka.Timeout));
            follows.Follow([(0, 1), (1, Offset.Beginning)]);

            Assert.Equal(["0/1", "0/2", "1/0", "1/1", "end 0/3", "end 1/2"], Read(follows, 6).Order());
        }
    }

    [Fact]
    public async Task A_partition_that_is_added_later_does_not_repeat_the_others()
    {
        using var kafka = new TestKafka(partitions: 2);
        await kafka.ProduceAsync(0, 2);
        await kafka.ProduceAsync(1, 1);
        using var follows = kafka.Clients.Follow(TestKafka.Topic);
        follows.Follow([(0, Offset.Beginning)]);
        Assert.Equal(["0/0", "0/1", "end 0/2"], Read(follows, 3));

        follows.Follow([(1, Offset.Beginning)]);

        var read = new List<string>();
        while (!read.Contains("end 1/1")) read.AddRange(Read(follows, 1));
        Assert.Equal(["1/0"], read.Where(message => !message.StartsWith("end", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_offset_that_is_gone_means_the_earliest_that_is_left()
    {
        using var kafka = new TestKafka(partitions: 1);
        for (var i = 0; i < 5; i++) await kafka.ProduceAsync(0, 1, from: i);
        kafka.Broker.DeleteRecordsBefore(TestKafka.Topic, 0, 3);
        using var follows = kafka.Clients.Follow(TestKafka.Topic);
        follows.Follow([(0, 1)]);

        Assert.Equal(["0/3", "0/4", "end 0/5"], Read(follows, 3));
    }

    [Fact]
    public void A_topic_that_does_not_exist_has_no_partitions_and_is_not_made_by_asking()
    {
        using var kafka = new TestKafka();
        using var follows = kafka.Clients.Follow("nowhere");

        Assert.Equal(0, follows.CountPartitions(TestKafka.Timeout));
        Assert.Equal(0, follows.CountPartitions(TestKafka.Timeout));
    }

    [Fact]
    public async Task Topics_that_can_not_be_made_are_asked_for_with_the_command_that_makes_them()
    {
        using var kafka = new TestKafka(partitions: 3);
        using var topics = new NodeTopics(kafka.Clients);

        var refused = await Assert.ThrowsAsync<NodeTopicException>(() => topics.EnsureAsync("telemetry.aggregates", TimeSpan.FromHours(1)));
        kafka.Broker.CreateTopic("telemetry.feed", 2);
        var small = await Assert.ThrowsAsync<NodeTopicException>(() => topics.EnsureAsync("telemetry.feed", TimeSpan.FromHours(1)));
        kafka.Broker.CreateTopic("telemetry.aggregates", 3);
        await topics.EnsureAsync("telemetry.aggregates", TimeSpan.FromHours(1));

        Assert.EndsWith("Create it: kafka-topics.sh --create --topic telemetry.aggregates --partitions 3 --config retention.ms=3600000", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Add them: kafka-topics.sh --alter --topic telemetry.feed --partitions 3", small.Message, StringComparison.Ordinal);
    }

    private static List<string> Read(ITopicFollower follower, int count)
    {
        var read = new List<string>();
        while (read.Count < count)
        {
            var message = follower.Read(TestKafka.Timeout);
            Assert.NotNull(message);
            read.Add(message.Value is null ? $"end {message.Partition}/{message.Offset}" : $"{message.Partition}/{Encoding.UTF8.GetString(message.Value)}");
        }
        return read;
    }
}

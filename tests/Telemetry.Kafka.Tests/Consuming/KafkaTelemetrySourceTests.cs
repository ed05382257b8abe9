namespace Telemetry.Kafka.Tests.Consuming;

public sealed class KafkaTelemetrySourceTests
{
    [Fact]
    public async Task Every_message_of_every_partition_arrives_once_and_in_order()
    {
        using var kafka = new TestKafka();
        for (var partition = 0; partition < 4; partition++) await kafka.ProduceAsync(partition, 500);
        using var member = new PollingThread(kafka, "all");

        await member.Until(() => member.Messages.Count >= 2_000, "2,000 messages");

        Assert.Equal(2_000, member.Messages.Count);
        foreach (var partition in member.Messages.GroupBy(m => m.Partition))
        {
            Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), partition.Select(m => m.Offset));
            Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), partition.Select(m => m.Value));
        }
    }

    [Fact]
    public async Task A_partition_starts_where_the_listener_says()
    {
        using var kafka = new TestKafka(partitions: 2);
        await kafka.ProduceAsync(0, 10);
        await kafka.ProduceAsync(1, 10);
        using var member = new PollingThread(kafka, "start", partition => partition == 0 ? 7 : null);

        await member.Until(() => member.Messages.Count >= 13, "13 messages");

        Assert.Equal([7L, 8, 9], member.Messages.Where(m => m.Partition == 0).Select(m => m.Offset));
        Assert.Equal(10, member.Messages.Count(m => m.Partition == 1));
    }

    [Fact]
    public async Task A_second_member_takes_over_half_and_nothing_of_a_partition_follows_its_revocation()
    {
        using var kafka = new TestKafka();
        using var first = new PollingThread(kafka, "shared");
        await first.Until(() => first.Assignment.Count == 4, "all four partitions");
        var stop = false;
        var producing = Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref stop); i++) await kafka.ProduceAsync(i % 4, 50, i);
        });

        using var second = new PollingThread(kafka, "shared");
        await second.Until(() => second.Assignment.Count == 2, "two partitions for the second member");
        await first.Until(() => first.Assignment.Count == 2, "two partitions for the first member");
        Volatile.Write(ref stop, true);
        await producing;

        Assert.Empty(first.Assignment.Keys.Intersect(second.Assignment.Keys));
        foreach (var partition in second.Assignment.Keys)
        {
            var story = first.Story.Where(s => s.EndsWith($" {partition}", StringComparison.Ordinal)).ToList();
            Assert.Equal($"assigned {partition}", story[0]);
            Assert.Equal($"revoked {partition}", story[^1]);
        }
    }
}

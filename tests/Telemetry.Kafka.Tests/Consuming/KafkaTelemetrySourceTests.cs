using System.Text;
using Confluent.Kafka;
using Telemetry.Kafka.Consuming;

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
        Assert.Empty(member.Problems);
    }

    [Fact]
    public async Task An_assigned_partition_stands_still_until_it_is_started_and_the_others_go_on()
    {
        using var kafka = new TestKafka(partitions: 2);
        await kafka.ProduceAsync(0, 10);
        using var member = new PollingThread(kafka, "still") { StartsByItself = false };
        await member.Until(() => member.Assignment.Count == 2, "both partitions");
        await member.On(source => source.Start(1, null));
        for (var round = 0; round < 5; round++)
        {
            await kafka.ProduceAsync(1, 20, round * 20);
            await member.Until(() => member.Messages.Count == (round + 1) * 20, "partition 1 going on");
        }
        Assert.DoesNotContain(member.Messages, message => message.Partition == 0);

        await member.On(source => source.Resume(0)); // not started: without effect
        await member.On(source => source.Start(0, 4));
        await member.Until(() => member.Messages.Count >= 106, "the six from offset 4 on");

        Assert.Equal([4L, 5, 6, 7, 8, 9], member.Messages.Where(m => m.Partition == 0).Select(m => m.Offset));
        await member.On(source => source.Start(0, 8));
        await member.Until(() => member.Messages.Count >= 108, "again the two from offset 8 on");
        Assert.Equal([4L, 5, 6, 7, 8, 9, 8, 9], member.Messages.Where(m => m.Partition == 0).Select(m => m.Offset));
    }

    [Fact]
    public async Task A_partition_that_is_paused_while_it_starts_begins_when_it_is_resumed()
    {
        using var kafka = new TestKafka(partitions: 1);
        await kafka.ProduceAsync(0, 10);
        using var member = new PollingThread(kafka, "paused-start") { StartsByItself = false };
        await member.Until(() => member.Assignment.Count == 1, "the partition");
        await member.On(source =>
        {
            source.Start(0, 5);
            source.Pause(0);
        });
        var polls = member.Polls;
        await member.Until(() => member.Polls > polls + 10, "some polls");
        Assert.Empty(member.Messages);

        await member.On(source => source.Resume(0));
        await member.Until(() => member.Messages.Count >= 5, "the five from offset 5 on");

        Assert.Equal([5L, 6, 7, 8, 9], member.Messages.Select(m => m.Offset));
    }

    [Fact]
    public async Task The_broker_says_what_it_holds_of_a_partition_that_stands_still()
    {
        using var kafka = new TestKafka(partitions: 2);
        for (var i = 0; i < 20; i++) await kafka.ProduceAsync(0, 1, i);
        kafka.Broker.DeleteRecordsBefore(TestKafka.Topic, 0, 12);
        using var source = kafka.Clients.Subscribe(TestKafka.Topic, new RecordingListener(), "bounds");

        Assert.Equal(new LogBounds(12, 20), await source.BoundsAsync(0, TestContext.Current.CancellationToken));
        Assert.Equal(new LogBounds(0, 0), await source.BoundsAsync(1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Asking_for_bounds_while_the_broker_is_away_fails_and_does_not_keep_the_source_open()
    {
        using var kafka = new TestKafka(partitions: 1);
        var source = kafka.Clients.Subscribe(TestKafka.Topic, new RecordingListener(), "away");
        kafka.Broker.SetDown();

        var asked = source.BoundsAsync(0, TestContext.Current.CancellationToken);
        source.Dispose();

        var failure = await Assert.ThrowsAsync<KafkaException>(() => asked);
        Assert.Contains("bounds of telemetry.events[0]", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => source.BoundsAsync(0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_start_that_the_broker_no_longer_holds_is_reported_with_both_offsets()
    {
        using var kafka = new TestKafka(partitions: 1);
        for (var i = 0; i < 20; i++) await kafka.ProduceAsync(0, 1, i); // one batch each: the broker deletes whole batches
        kafka.Broker.DeleteRecordsBefore(TestKafka.Topic, 0, 12);
        using var member = new PollingThread(kafka, "gap", _ => 3);

        await member.Until(() => member.Messages.Count >= 8 && !member.Problems.IsEmpty, "the rest and a problem");

        Assert.Equal(12, member.Messages.First().Offset);
        var problem = Assert.Single(member.Problems);
        Assert.Equal("OFFSET_OUT_OF_RANGE", problem.Code);
        Assert.Equal(0, problem.Partition);
        Assert.Contains("continue at 3", problem.Reason, StringComparison.Ordinal);
        Assert.Contains("is 12", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pausing_and_resuming_again_and_again_loses_nothing_and_repeats_nothing()
    {
        using var kafka = new TestKafka(partitions: 2);
        using var member = new PollingThread(kafka, "pause", batch: 7);
        await member.Until(() => member.Assignment.Count == 2, "both partitions");
        var producing = Task.WhenAll(kafka.ProduceAsync(0, 20_000), kafka.ProduceAsync(1, 20_000));
        var leaks = 0;

        for (var round = 0; round < 50; round++)
        {
            await member.On(source => source.Pause(0));
            var before = Count(0);
            var other = Count(1);
            await member.Until(() => Count(1) is var n && (n > other || n == 20_000), "partition 1 going on");
            leaks += Count(0) - before;
            await member.On(source => source.Resume(0));
            await member.Until(() => Count(0) is var n && (n > before || n == 20_000), "partition 0 going on");
        }
        await producing;
        await member.Until(() => member.Messages.Count >= 40_000, "all messages");

        Assert.Equal(0, leaks);
        foreach (var partition in member.Messages.GroupBy(m => m.Partition))
            Assert.Equal(Enumerable.Range(0, 20_000).Select(i => (long)i), partition.Select(m => m.Offset));

        int Count(int partition) => member.Messages.Count(m => m.Partition == partition);
    }

    [Fact]
    public async Task Keys_and_values_arrive_as_they_are_null_empty_and_of_a_megabyte()
    {
        using var kafka = new TestKafka(partitions: 1);
        var large = Enumerable.Range(0, 1024 * 1024).Select(i => (byte)i).ToArray();
        await kafka.ProduceAsync(0, key: null, large);
        await kafka.ProduceAsync(0, key: [], value: []);
        await kafka.ProduceAsync(0, key: [0, 1, 0], value: null);
        var found = new List<(bool HasKey, byte[] Key, bool HasValue, byte[] Value, long Age)>();
        using var source = RecordingListener.Subscribe(kafka, "bytes");
        var room = new KafkaMessage[8];
        var started = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        while (found.Count < 3)
        {
            foreach (var message in room.AsSpan(0, source.Poll(room, TestKafka.Timeout)))
            {
                found.Add((message.HasKey, message.Key.ToArray(), message.HasValue, message.Value.ToArray(),
                    started - message.TimestampUnixMs));
                message.Release();
            }
        }

        Assert.False(found[0].HasKey);
        Assert.Equal(large, found[0].Value);
        Assert.True(found[1] is { HasKey: true, Key.Length: 0, HasValue: true, Value.Length: 0 });
        Assert.Equal([0, 1, 0], found[2].Key);
        Assert.False(found[2].HasValue);
        Assert.All(found, m => Assert.InRange(m.Age, -60_000, 60_000));
    }

    [Fact]
    public async Task The_lag_is_unknown_at_first_then_exact_then_zero()
    {
        using var kafka = new TestKafka(partitions: 1);
        await kafka.ProduceAsync(0, 100);
        using var source = RecordingListener.Subscribe(kafka, "lag");
        Assert.Null(source.LagOf(0));
        var room = new KafkaMessage[60];

        var taken = 0;
        while (taken < 60)
        {
            var count = source.Poll(room.AsSpan(0, 60 - taken), TestKafka.Timeout);
            foreach (var message in room.AsSpan(0, count)) message.Release();
            taken += count;
        }
        Assert.Equal(40, source.LagOf(0));
        while (taken < 100)
        {
            var count = source.Poll(room, TestKafka.Timeout);
            foreach (var message in room.AsSpan(0, count)) message.Release();
            taken += count;
        }

        Assert.Equal(0, source.LagOf(0));
        Assert.Null(source.LagOf(1));
        Assert.Null(source.LagOf(-1));
    }

    [Fact]
    public async Task Polling_allocates_nothing_per_message()
    {
        using var kafka = new TestKafka(partitions: 4);
        for (var partition = 0; partition < 4; partition++) await kafka.ProduceAsync(partition, 10_000);
        using var source = RecordingListener.Subscribe(kafka, "allocation");
        var room = new KafkaMessage[64];
        Take(1_000); // assignment, and the code paths' first use

        var before = GC.GetAllocatedBytesForCurrentThread();
        Take(39_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // A tier-up of the runtime may allocate a little on any thread; one object a message would be 900 KB.
        Assert.InRange(allocated, 0, 2_000);

        void Take(int wanted)
        {
            while (wanted > 0)
            {
                var count = source.Poll(room.AsSpan(0, Math.Min(room.Length, wanted)), TestKafka.Timeout);
                var bytes = 0L;
                foreach (var message in room.AsSpan(0, count))
                {
                    bytes += message.Value.Length + message.Key.Length + message.Offset + message.TimestampUnixMs;
                    message.Release();
                }
                wanted -= count;
                GC.KeepAlive(bytes > 0 ? room : null);
            }
        }
    }

    [Fact]
    public async Task What_is_committed_reaches_the_group_at_the_latest_when_the_source_is_disposed()
    {
        using var kafka = new TestKafka(partitions: 2);
        await kafka.ProduceAsync(0, 10);
        using (var member = new PollingThread(kafka, "commits"))
        {
            await member.Until(() => member.Messages.Count == 10, "ten messages");
            await member.On(source => source.Commit(0, 7));
            await member.On(source => source.Commit(5, 1)); // not assigned: without effect
        }

        Assert.Equal(7, CommittedOffset(kafka, "commits", 0));
        Assert.Equal(Offset.Unset.Value, CommittedOffset(kafka, "commits", 1));
    }

    [Fact]
    public void A_message_of_its_own_reads_like_one_from_the_broker()
    {
        var message = KafkaMessage.Copy(3, 42, 1_700_000_000_000, "key"u8, "value"u8);
        var keyless = KafkaMessage.Copy(3, 43, -1, default, "value"u8, hasKey: false);

        Assert.Equal((3, 42L, 1_700_000_000_000), (message.Partition, message.Offset, message.TimestampUnixMs));
        Assert.Equal("key", Encoding.UTF8.GetString(message.Key));
        Assert.Equal("value", Encoding.UTF8.GetString(message.Value));
        Assert.False(keyless.HasKey);
        message.Release();
        keyless.Release();
    }

    [Fact]
    public void A_poll_without_room_or_after_dispose_says_so()
    {
        using var kafka = new TestKafka();
        var source = kafka.Clients.Subscribe(TestKafka.Topic, new RecordingListener(), "misuse");

        Assert.Throws<ArgumentException>(() => source.Poll([], TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Commit(0, -1));
        source.Dispose();
        source.Dispose();
        Assert.Throws<ObjectDisposedException>(() => source.Poll(new KafkaMessage[1], TimeSpan.Zero));
        Assert.Null(source.LagOf(0));
        source.Commit(0, 1);
    }

    internal static long CommittedOffset(TestKafka kafka, string group, int partition)
    {
        using var reader = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = kafka.Broker.BootstrapServers,
            GroupId = group,
        }).Build();
        return Assert.Single(reader.Committed([new TopicPartition(TestKafka.Topic, partition)], TestKafka.Timeout)).Offset.Value;
    }
}

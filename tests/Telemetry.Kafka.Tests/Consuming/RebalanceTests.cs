using Confluent.Kafka;
using Telemetry.Kafka.Consuming;
using Telemetry.Kafka.Embedded;

namespace Telemetry.Kafka.Tests.Consuming;

public sealed class RebalanceTests
{
    [Theory]
    [InlineData(GroupProtocol.Classic, PartitionAssignmentStrategy.CooperativeSticky)]
    [InlineData(GroupProtocol.Classic, PartitionAssignmentStrategy.RoundRobin)]
    [InlineData(GroupProtocol.Classic, PartitionAssignmentStrategy.Range)]
    [InlineData(GroupProtocol.Consumer, PartitionAssignmentStrategy.CooperativeSticky)]
    public async Task A_second_member_takes_over_half_without_a_message_lost_or_repeated(GroupProtocol protocol, PartitionAssignmentStrategy strategy)
    {
        using var kafka = new TestKafka(change: options =>
        {
            options.GroupProtocol = protocol;
            options.AssignmentStrategy = strategy;
            options.SessionTimeoutMs = 2_000;
        });
        var group = new SharedPositions();
        using var first = Join();
        await first.Until(() => first.Assignment.Count == 4, "all four partitions");
        using var stop = new CancellationTokenSource();
        var producing = Task.Run(async () =>
        {
            var rounds = 0;
            for (; !stop.IsCancellationRequested; rounds++)
                await Task.WhenAll(Enumerable.Range(0, 4).Select(partition => kafka.ProduceAsync(partition, 25, rounds * 25)));
            return rounds * 25;
        });

        using var second = Join();
        await second.Until(() => second.Assignment.Count == 2, "two partitions for the second member");
        await first.Until(() => first.Assignment.Count == 2, "two partitions for the first member");
        await stop.CancelAsync();
        var produced = await producing;
        await first.Until(() => first.Messages.Count + second.Messages.Count >= 4 * produced, "everything that was produced");

        Assert.Empty(first.Assignment.Keys.Intersect(second.Assignment.Keys));
        foreach (var partition in first.Messages.Concat(second.Messages).GroupBy(m => m.Partition))
            Assert.Equal(Enumerable.Range(0, produced).Select(i => (long)i), partition.Select(m => m.Offset).Order());
        AssertNothingFollowsRevocation(first);

        // The position of a partition is handed over inside Revoked: the promise under test is that all its messages came before.
        PollingThread Join()
        {
            PollingThread? member = null;
            member = new PollingThread(kafka, "shared", group.Start)
            {
                OnRevoked = partition => group.HandOver(
                    partition, member!.Messages.Where(m => m.Partition == partition).Select(m => m.Offset + 1).LastOrDefault()),
            };
            return member;
        }
    }

    [Theory]
    [InlineData(GroupProtocol.Classic, KafkaRequest.Heartbeat)]
    [InlineData(GroupProtocol.Consumer, KafkaRequest.ConsumerGroupHeartbeat)]
    public async Task A_member_that_the_group_forgot_loses_its_partitions_and_gets_them_again(GroupProtocol protocol, KafkaRequest heartbeat)
    {
        using var kafka = new TestKafka(change: options => (options.GroupProtocol, options.SessionTimeoutMs) = (protocol, 2_000));
        using var member = new PollingThread(kafka, "forgotten");
        await member.Until(() => member.Assignment.Count == 4, "all four partitions");

        kafka.Broker.FailNext(heartbeat, ErrorCode.UnknownMemberId);
        await member.Until(() => member.Story.Contains("lost 3") && member.Assignment.Count == 4, "lost, and assigned again");

        Assert.Equal(4, member.Story.Count(s => s.StartsWith("lost", StringComparison.Ordinal)));
        Assert.Equal(8, member.Story.Count(s => s.StartsWith("assigned", StringComparison.Ordinal)));
        Assert.DoesNotContain(member.Story, s => s.StartsWith("revoked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Disposing_revokes_and_a_commit_made_there_counts()
    {
        using var kafka = new TestKafka(partitions: 1);
        await kafka.ProduceAsync(0, 5);
        var listener = new CommittingListener();
        var source = kafka.Clients.Subscribe(TestKafka.Topic, listener, "leaving");
        listener.Source = source;
        var room = new KafkaMessage[5];
        var seen = 0;
        while (seen < 5)
        {
            var count = source.Poll(room, TestKafka.Timeout);
            foreach (var message in room.AsSpan(0, count)) message.Release();
            seen += count;
        }

        source.Dispose();

        Assert.Equal(1, listener.Revocations);
        Assert.Equal(5, KafkaTelemetrySourceTests.CommittedOffset(kafka, "leaving", 0));
    }

    [Theory]
    [InlineData(GroupProtocol.Classic, PartitionAssignmentStrategy.CooperativeSticky)]
    [InlineData(GroupProtocol.Classic, PartitionAssignmentStrategy.RoundRobin)]
    [InlineData(GroupProtocol.Classic, PartitionAssignmentStrategy.Range)]
    [InlineData(GroupProtocol.Consumer, PartitionAssignmentStrategy.CooperativeSticky)]
    public async Task What_is_revoked_together_is_told_in_one_call(GroupProtocol protocol, PartitionAssignmentStrategy strategy)
    {
        using var kafka = new TestKafka(change: options => (options.GroupProtocol, options.AssignmentStrategy) = (protocol, strategy));
        using (var member = new PollingThread(kafka, "leaving"))
        {
            await member.Until(() => member.Assignment.Count == 4, "all four partitions");
            member.Calls.Clear();
            member.StopPolling();
            Assert.Equal(["revoked 0 1 2 3"], member.Calls);
        }
    }

    [Fact]
    public void An_exception_of_the_listener_leaves_through_poll()
    {
        using var kafka = new TestKafka(partitions: 1);
        using var source = kafka.Clients.Subscribe(TestKafka.Topic, new FailingListener(), "failing");

        var failure = Assert.Throws<InvalidOperationException>(() =>
        {
            var room = new KafkaMessage[1];
            while (source.Poll(room, TestKafka.Timeout) == 0) { }
        });

        Assert.Equal("no snapshot", failure.Message);
    }

    private static void AssertNothingFollowsRevocation(PollingThread member)
    {
        var revoked = new HashSet<int>();
        foreach (var line in member.Story)
        {
            var partition = int.Parse(line.AsSpan(line.IndexOf(' ', StringComparison.Ordinal) + 1));
            if (line.StartsWith("revoked", StringComparison.Ordinal)) revoked.Add(partition);
            else if (line.StartsWith("assigned", StringComparison.Ordinal)) revoked.Remove(partition);
            else Assert.DoesNotContain(partition, revoked);
        }
    }

    /// <summary>Where each partition is to be continued, as the snapshots of the product would say.</summary>
    private sealed class SharedPositions
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, long> _positions = new();

        internal long? Start(int partition) => _positions.TryGetValue(partition, out var position) ? position : null;

        internal void HandOver(int partition, long position)
        {
            if (position > 0) _positions[partition] = position;
        }
    }

    private sealed class CommittingListener : IRebalanceListener
    {
        internal ITelemetrySource? Source { get; set; }

        internal int Revocations { get; private set; }

        public void Assigned(IReadOnlyList<int> partitions)
        {
            foreach (var partition in partitions) Source!.Start(partition, null);
        }

        public void Revoked(IReadOnlyList<int> partitions)
        {
            Revocations++;
            Source!.Commit(Assert.Single(partitions), 5);
        }

        public void Lost(IReadOnlyList<int> partitions) => Assert.Fail("lost");

        public void Error(KafkaProblem problem)
        {
        }
    }

    private sealed class FailingListener : IRebalanceListener
    {
        public void Assigned(IReadOnlyList<int> partitions) => throw new InvalidOperationException("no snapshot");

        public void Revoked(IReadOnlyList<int> partitions)
        {
        }

        public void Lost(IReadOnlyList<int> partitions)
        {
        }

        public void Error(KafkaProblem problem)
        {
        }
    }
}

using Confluent.Kafka;
using Telemetry.Kafka.Embedded;

namespace Telemetry.Kafka.Tests.Consuming;

public sealed class BrokerFaultTests
{
    [Fact]
    public async Task A_broker_that_goes_and_comes_back_costs_nothing_but_time()
    {
        using var kafka = new TestKafka(partitions: 2);
        using var member = new PollingThread(kafka, "down");
        await kafka.ProduceAsync(0, 100);
        await member.Until(() => member.Messages.Count == 100, "the first hundred");

        kafka.Broker.SetDown();
        await member.Until(() => member.Problems.Any(p => p.Code is "_ALL_BROKERS_DOWN" or "_TRANSPORT"), "a problem");
        var producing = kafka.ProduceAsync(1, 100);
        kafka.Broker.SetUp();
        await producing;
        await kafka.ProduceAsync(0, 100, 100);
        await member.Until(() => member.Messages.Count >= 300, "all three hundred");

        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), member.Messages.Where(m => m.Partition == 0).Select(m => m.Offset));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), member.Messages.Where(m => m.Partition == 1).Select(m => m.Offset));
        Assert.All(member.Problems, problem => Assert.False(problem.IsFatal));
    }

    [Fact]
    public async Task Failed_requests_of_every_kind_are_retried_without_loss_or_repetition()
    {
        using var kafka = new TestKafka(partitions: 2, brokers: 2);
        kafka.Broker.FailNext(KafkaRequest.FindCoordinator, ErrorCode.GroupCoordinatorNotAvailable);
        kafka.Broker.FailNext(KafkaRequest.JoinGroup, ErrorCode.GroupLoadInProgress);
        kafka.Broker.FailNext(
            KafkaRequest.Fetch, ErrorCode.NotLeaderForPartition, ErrorCode.NoError, ErrorCode.Local_Transport,
            ErrorCode.UnknownTopicOrPart);
        kafka.Broker.FailNext(KafkaRequest.ListOffsets, ErrorCode.LeaderNotAvailable, ErrorCode.Local_Transport);
        kafka.Broker.FailNext(KafkaRequest.Produce, ErrorCode.NotEnoughReplicas, ErrorCode.Local_Transport);
        using var member = new PollingThread(kafka, "errors");

        for (var round = 0; round < 10; round++)
        {
            await kafka.ProduceAsync(0, 20, round * 20);
            await kafka.ProduceAsync(1, 20, round * 20);
            if (round == 5) kafka.Broker.SetLeader(TestKafka.Topic, 0, 2);
            if (round == 7) kafka.Broker.SetLeader(TestKafka.Topic, 0, 1);
        }
        await member.Until(() => member.Messages.Count >= 400, "everything");

        foreach (var partition in member.Messages.GroupBy(m => m.Partition))
            Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), partition.Select(m => m.Value));
    }

    [Fact]
    public async Task A_refused_commit_is_reported_and_changes_nothing_else()
    {
        using var kafka = new TestKafka(partitions: 1);
        await kafka.ProduceAsync(0, 10);
        kafka.Broker.FailNext(KafkaRequest.OffsetCommit, ErrorCode.GroupAuthorizationFailed);
        using var member = new PollingThread(kafka, "refused");
        await member.Until(() => member.Messages.Count == 10, "ten messages");

        await member.On(source => source.Commit(0, 10));
        await member.Until(() => !member.Problems.IsEmpty, "a problem");

        var problem = Assert.Single(member.Problems);
        Assert.Equal("GROUP_AUTHORIZATION_FAILED", problem.Code);
        Assert.False(problem.IsFatal);
        Assert.Contains("commit failed", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_shares_out_no_partitions_ends_the_client_with_a_word_about_it()
    {
        using var kafka = new TestKafka(change: options => options.GroupProtocol = GroupProtocol.Consumer);
        kafka.Broker.FailNext(KafkaRequest.ConsumerGroupHeartbeat, ErrorCode.UnsupportedVersion);

        using var member = new PollingThread(kafka, "too-new");
        await member.Until(() => member.Problems.Any(problem => problem.IsFatal), "a fatal problem");

        Assert.Contains("ConsumerGroupHeartbeat fatal error: Broker: API version not supported", member.Problems.First(problem => problem.IsFatal).Reason, StringComparison.Ordinal);
    }
}

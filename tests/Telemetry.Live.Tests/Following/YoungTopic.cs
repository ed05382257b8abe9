using Confluent.Kafka;
using Telemetry.Kafka.Following;

namespace Telemetry.Live.Tests.Following;

/// <summary>A topic of which only some partitions are there yet.</summary>
internal sealed class YoungTopic(ITopicFollower topic, Func<int> visible) : ITopicFollower
{
    public int CountPartitions(TimeSpan atMost) => Math.Min(visible(), topic.CountPartitions(atMost));

    public void Follow(IEnumerable<(int Partition, Offset Offset)> partitions) => topic.Follow(partitions);

    public FollowedMessage? Read(TimeSpan atMost) => topic.Read(atMost);

    public void Dispose() => topic.Dispose();
}

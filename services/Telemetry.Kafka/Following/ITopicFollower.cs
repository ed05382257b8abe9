using Confluent.Kafka;

namespace Telemetry.Kafka.Following;

/// <summary>
/// Reads partitions of a topic for itself, in no group and without committing anything: everybody who follows gets everything. For
/// one thread.
/// </summary>
public interface ITopicFollower : IDisposable
{
    /// <summary>How many partitions the topic has; 0 when it does not exist. Any thread may ask.</summary>
    /// <exception cref="KafkaException">No broker answers in time.</exception>
    int CountPartitions(TimeSpan atMost);

    /// <summary>Begins with partitions at offsets: <see cref="Offset.Beginning"/>, <see cref="Offset.End"/> or a number. One that the broker does not hold means the earliest.</summary>
    void Follow(IEnumerable<(int Partition, Offset Offset)> partitions);

    /// <summary>
    /// The next message of any partition, or that the end of one was reached; null when neither comes in time. While a broker is
    /// away nothing comes.
    /// </summary>
    /// <exception cref="KafkaException">A problem that the client does not overcome by itself; make a new follower.</exception>
    FollowedMessage? Read(TimeSpan atMost);
}

/// <summary>A message of a partition, or its end.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset; at the end, the offset that the next message will have.</param>
/// <param name="Value">Its value; null at the end.</param>
/// <param name="End">Where the partition ended when the message was fetched.</param>
public sealed record FollowedMessage(int Partition, long Offset, byte[]? Value, long End)
{
    /// <summary>Whether all that the partition held when this was fetched has been read.</summary>
    public bool IsLast => Value is null || Offset + 1 >= End;
}

using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Telemetry.Kafka.Following;

/// <summary>Follows by a consumer of Confluent.Kafka: a copy of each message is nothing at the rates of what nodes tell each other.</summary>
internal sealed partial class TopicFollower(IConsumer<Ignore, byte[]?> consumer, string topic, ILogger logger) : ITopicFollower
{
    private readonly Dictionary<int, Offset> _next = [];
    private readonly IAdminClient _admin = new DependentAdminClientBuilder(consumer.Handle).Build();

    /// <inheritdoc/>
    public int CountPartitions(TimeSpan atMost) =>
        // All topics: asking for one by its name would make some brokers create it.
        _admin.GetMetadata(atMost).Topics.FirstOrDefault(found => found.Topic == topic && !found.Error.IsError)?.Partitions.Count ?? 0;

    /// <inheritdoc/>
    public void Follow(IEnumerable<(int Partition, Offset Offset)> partitions)
    {
        foreach (var (partition, offset) in partitions)
            _next[partition] = offset;
        consumer.Assign(_next.Select(next => new TopicPartitionOffset(topic, next.Key, next.Value)));
    }

    /// <inheritdoc/>
    public FollowedMessage? Read(TimeSpan atMost)
    {
        try
        {
            var result = consumer.Consume(atMost);
            if (result is null)
                return null;
            _next[result.Partition.Value] = result.IsPartitionEOF ? result.Offset : result.Offset + 1;
            return result.IsPartitionEOF
                ? new FollowedMessage(result.Partition.Value, result.Offset.Value, null, result.Offset.Value)
                : new FollowedMessage(result.Partition.Value, result.Offset.Value, result.Message.Value ?? [], consumer.GetWatermarkOffsets(result.TopicPartition).High.Value);
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            LogProblem(topic, exception.Error.Reason);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _admin.Dispose();
        consumer.Close();
        consumer.Dispose();
    }

    [LoggerMessage(EventId = 1031, Level = LogLevel.Warning, Message = "Following {Topic}: {Reason}. The client goes on trying.")]
    private partial void LogProblem(string topic, string reason);
}

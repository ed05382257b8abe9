using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Publishing;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Following;
using Telemetry.Live.Feed;

namespace Telemetry.Live.Following;

/// <summary>Shows the events that other nodes count: from the moment it starts, and only while somebody watches.</summary>
internal sealed partial class FeedFollower(
    FollowerFactory followers, IOptions<KafkaOptions> kafka, EventFeed feed, Vocabularies vocabularies, NodeIdentity node, TimeProvider time, ILogger<FeedFollower> logger)
    : FollowingService(followers, kafka.Value.FeedTopic, time, logger)
{
    private readonly FeedLosses _losses = new();
    private readonly Dictionary<int, long> _next = [];

    protected override Task FollowAsync(ITopicFollower follower, int partitions, CancellationToken cancellationToken)
    {
        // After a failure it goes on where it was; what the topic does not hold any more shows as a loss.
        follower.Follow(Enumerable.Range(0, partitions).Select(partition => (partition, _next.TryGetValue(partition, out var next) ? new Offset(next) : Offset.End)));
        return OnOwnThread(() => Continue(follower, partitions, cancellationToken), cancellationToken);
    }

    private void Continue(ITopicFollower follower, int partitions, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (follower.Read(ReadWait) is { } message)
            {
                Answered();
                _next[message.Partition] = message.Value is null ? message.Offset : message.Offset + 1;
                Show(message);
            }
            if (CountAgain(follower) is not { } count || count <= partitions)
                continue;
            follower.Follow(Enumerable.Range(partitions, count - partitions).Select(added => (added, Offset.Beginning)));
            partitions = count;
        }
    }

    private void Show(FollowedMessage message)
    {
        if (message.Value is null || FeedRowsReader.NodeOf(message.Value) == node.Id)
            return;
        if (!feed.IsWanted)
        {
            _losses.Forget(); // what nobody watches is not missed
            return;
        }
        try
        {
            if (_losses.Before(FeedRowsReader.Read(message.Value, vocabularies, feed)) is > 0 and var lost)
                feed.Lose(lost);
        }
        catch (UnreadableMessageException exception)
        {
            LogUnreadable(Topic, message.Partition, message.Offset, exception.Message);
        }
    }

    [LoggerMessage(EventId = 1751, Level = LogLevel.Error, Message = "{Topic}[{Partition}] at {Offset}: {Problem}. The message is passed over.")]
    private partial void LogUnreadable(string topic, int partition, long offset, string problem);
}

using Confluent.Kafka;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Following;

namespace Telemetry.Live.Roles;

/// <summary>
/// Sees to it that the topics between nodes exist and have as many partitions as the events topic, also when that grows. A topic
/// that can't be made is said in the log, with how to make it, and looked for again.
/// </summary>
internal sealed partial class TopicKeeper(KafkaClients clients, TimeProvider time, ILogger<TopicKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30), AfterProblem = TimeSpan.FromSeconds(5), ReminderInterval = TimeSpan.FromMinutes(1);

    // Snapshots come every ten seconds; an hour leaves time to repair a database. The feed is worth nothing once it is late.
    private static readonly TimeSpan DeltasKept = TimeSpan.FromHours(1), FeedKept = TimeSpan.FromMinutes(5);

    private string? _said;
    private long _saidAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var topics = new NodeTopics(clients);
        try
        {
            while (true)
                await Task.Delay(await EnsureAsync(topics) ? Every : AfterProblem, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> EnsureAsync(NodeTopics topics)
    {
        try
        {
            await topics.EnsureAsync(clients.Options.AggregatesTopic, DeltasKept);
            await topics.EnsureAsync(clients.Options.FeedTopic, FeedKept);
            return true;
        }
        catch (Exception exception) when (exception is NodeTopicException or KafkaException)
        {
            Say(exception.Message);
            return false;
        }
    }

    private void Say(string problem)
    {
        if (problem == _said && time.GetElapsedTime(_saidAt) < ReminderInterval)
            return;
        (_said, _saidAt) = (problem, time.GetTimestamp());
        LogProblem(problem);
    }

    [LoggerMessage(EventId = 1761, Level = LogLevel.Error, Message = "The topics between nodes are not as they have to be: {Problem}")]
    private partial void LogProblem(string problem);
}

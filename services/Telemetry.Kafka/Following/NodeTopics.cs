using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Telemetry.Kafka.Connecting;

namespace Telemetry.Kafka.Following;

/// <summary>The topics through which nodes tell each other: they have as many partitions as the events topic.</summary>
public sealed class NodeTopics(KafkaClients clients) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Lazy<IAdminClient> _admin = new(clients.CreateAdmin);

    /// <summary>Creates a topic that does not exist, and adds the partitions that one lacks.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="retention">How long a topic that is created keeps its messages.</param>
    /// <exception cref="NodeTopicException">Neither is allowed or possible; what to do is in the message.</exception>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public async Task EnsureAsync(string topic, TimeSpan retention)
    {
        var topics = (await Task.Run(() => _admin.Value.GetMetadata(Patience)).ConfigureAwait(false)).Topics;
        var wanted = PartitionsOf(topics, clients.Options.EventsTopic);
        var found = PartitionsOf(topics, topic);
        if (wanted == 0)
            throw new NodeTopicException($"The topic {clients.Options.EventsTopic} does not exist; create it, or set Kafka:EventsTopic to the one that holds the events.");
        if (found >= wanted)
            return;
        var retentionMs = (long)retention.TotalMilliseconds;
        try
        {
            if (found == 0)
            {
                await _admin.Value.CreateTopicsAsync([new TopicSpecification
                {
                    Name = topic,
                    NumPartitions = wanted,
                    ReplicationFactor = -1, // the broker's default
                    Configs = new() { ["cleanup.policy"] = "delete", ["retention.ms"] = $"{retentionMs}" },
                }], new CreateTopicsOptions { RequestTimeout = Patience }).ConfigureAwait(false);
            }
            else
            {
                await _admin.Value.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = wanted }], new CreatePartitionsOptions { RequestTimeout = Patience }).ConfigureAwait(false);
            }
        }
        catch (CreateTopicsException exception) when (exception.Results.TrueForAll(result => result.Error.Code is ErrorCode.TopicAlreadyExists or ErrorCode.NoError))
        {
            // Another node was faster.
        }
        catch (KafkaException exception) // refused, not known to the broker, or not answered
        {
            throw new NodeTopicException(found == 0
                ? $"The topic {topic} does not exist and could not be created ({exception.Message}). Create it: kafka-topics.sh --create --topic {topic} --partitions {wanted} --config retention.ms={retentionMs}"
                : $"The topic {topic} has {found} partitions, {clients.Options.EventsTopic} has {wanted}, and they could not be added ({exception.Message}). Add them: kafka-topics.sh --alter --topic {topic} --partitions {wanted}",
                exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_admin.IsValueCreated)
            _admin.Value.Dispose();
    }

    private static int PartitionsOf(List<TopicMetadata> topics, string topic) =>
        topics.Find(found => found.Topic == topic && !found.Error.IsError)?.Partitions.Count ?? 0;
}

/// <summary>A topic that nodes need is not there as they need it.</summary>
public sealed class NodeTopicException(string message, Exception? inner = null) : Exception(message, inner);

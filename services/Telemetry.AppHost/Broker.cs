using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;

namespace Telemetry.AppHost;

/// <summary>The Kafka that this process works with: a real one, or one that it carries itself.</summary>
internal sealed class Broker : IDisposable
{
    // Few: each partition more makes the batches smaller, and the embedded broker's cost goes with their number.
    private const int EventPartitions = 4;

    private readonly EmbeddedBroker? _embedded;

    private Broker(string bootstrapServers, EmbeddedBroker? embedded) => (BootstrapServers, _embedded) = (bootstrapServers, embedded);

    /// <summary>host:port of each broker, separated by commas.</summary>
    public string BootstrapServers { get; }

    /// <summary>Whether it lives in this process and ends with it.</summary>
    public bool IsEmbedded => _embedded is not null;

    /// <summary>The real Kafka that was named, else a new embedded one with the topics of the options.</summary>
    public static Broker Choose(string? real, KafkaOptions topics)
    {
        if (!string.IsNullOrWhiteSpace(real)) return new Broker(real, embedded: null);
        var embedded = EmbeddedBroker.Start(new Dictionary<string, int>
        {
            [topics.EventsTopic] = EventPartitions,
            [topics.DeadLetterTopic] = 1,
            [topics.AggregatesTopic] = EventPartitions,
            [topics.FeedTopic] = EventPartitions,
        });
        return new Broker(embedded.BootstrapServers, embedded);
    }

    /// <inheritdoc/>
    public void Dispose() => _embedded?.Dispose();
}

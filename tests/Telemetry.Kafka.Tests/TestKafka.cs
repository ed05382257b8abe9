using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;
using Telemetry.Kafka.Producing;

namespace Telemetry.Kafka.Tests;

/// <summary>An embedded broker on free ports with clients for it.</summary>
internal sealed class TestKafka : IDisposable
{
    /// <summary>For every wait of these tests; none is expected to come near it.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    internal const string Topic = "telemetry.events";

    private readonly Lazy<KafkaProducer> _producer;

    internal TestKafka(int partitions = 4, int brokers = 1, Action<KafkaOptions>? change = null)
    {
        Options = new KafkaOptions { FetchWaitMaxMs = EmbeddedBroker.FetchWaitMs };
        change?.Invoke(Options);
        Broker = EmbeddedBroker.Start(
            new Dictionary<string, int> { [Topic] = partitions, ["telemetry.dead-letter"] = 1 }, brokers,
            sessionTimeout: TimeSpan.FromMilliseconds(Options.SessionTimeoutMs));
        Options.BootstrapServers = Broker.BootstrapServers;
        Clients = new KafkaClients(Microsoft.Extensions.Options.Options.Create(Options), NullLogger<KafkaClients>.Instance);
        _producer = new(() => Clients.CreateProducer());
    }

    internal EmbeddedBroker Broker { get; }

    internal KafkaOptions Options { get; }

    internal KafkaClients Clients { get; }

    internal KafkaProducer Producer => _producer.Value;

    /// <summary>Produces values "0", "1", ... to a partition and waits until the broker has them.</summary>
    internal Task ProduceAsync(int partition, int count, int from = 0) => Task.WhenAll(
        Enumerable.Range(from, count).Select(i => ProduceAsync(partition, null, Encoding.UTF8.GetBytes($"{i}"))));

    internal Task ProduceAsync(int partition, byte[]? key, byte[]? value) => Producer
        .ProduceAsync(new TopicPartition(Topic, partition), new Message<byte[]?, byte[]?> { Key = key, Value = value })
        .WaitAsync(Timeout);

    public void Dispose()
    {
        if (_producer.IsValueCreated) _producer.Value.Dispose();
        Broker.Dispose();
    }
}

using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemetry.Chaos.Faults;
using Telemetry.Chaos.Producing;
using Telemetry.Chaos.Watching;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;
using Telemetry.TestSupport.Brokers;
using Telemetry.TestSupport.Nodes;
using Telemetry.TestSupport.Postgres;

namespace Telemetry.Chaos.Cluster;

/// <summary>Everything that a run needs, each in a process of its own but for the producer and the watcher: started in order, ended together.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private readonly KafkaOptions _kafka = new();
    private readonly List<LiveNode> _nodes = [];
    private readonly List<TextWriter> _logs = [];

    private ChaosCluster()
    {
    }

    public FaultyBroker Broker { get; private set; } = null!;

    public PostgresServer Database { get; private set; } = null!;

    public Traffic Traffic { get; private set; } = null!;

    public DeltaWatcher Watcher { get; private set; } = null!;

    public IReadOnlyList<LiveNode> Nodes => _nodes;

    public static async Task<ChaosCluster> StartAsync(ChaosOptions options, string logs, RunLog log, TimeProvider clock, CancellationToken cancellationToken)
    {
        var cluster = new ChaosCluster();
        try
        {
            await cluster.StartAllAsync(options, logs, log, clock, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Messages of the events topic that were ever appended.</summary>
    public long MessagesInLog()
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = Broker.BootstrapServers, GroupId = "watcher" }).Build();
        return Enumerable.Range(0, Watcher.Partitions.Count)
            .Sum(partition => consumer.QueryWatermarkOffsets(new TopicPartition(_kafka.EventsTopic, partition), TimeSpan.FromSeconds(30)).High.Value);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) node.Dispose();
        Watcher?.Dispose();
        if (Traffic is not null) await Traffic.DisposeAsync();
        Broker?.Dispose();
        if (Database is not null) await Database.DisposeAsync();
        foreach (var writer in _logs) await writer.DisposeAsync();
    }

    private async Task StartAllAsync(ChaosOptions options, string logs, RunLog log, TimeProvider clock, CancellationToken cancellationToken)
    {
        Broker = await FaultyBroker.StartAsync(
            [_kafka.EventsTopic, _kafka.AggregatesTopic, _kafka.FeedTopic, _kafka.DeadLetterTopic], options.Partitions, cancellationToken,
            "--session-timeout-ms", Milliseconds(options.SessionTimeout),
            "--coordinates", $"{options.GroupProtocol == GroupProtocol.Classic}");
        Database = await PostgresServer.StartNewAsync(cancellationToken);
        _kafka.BootstrapServers = Broker.BootstrapServers;
        var environment = new Dictionary<string, string>
        {
            ["Kafka__BootstrapServers"] = Broker.BootstrapServers,
            ["Kafka__FetchWaitMaxMs"] = EmbeddedBroker.FetchWaitMs.ToString(CultureInfo.InvariantCulture),
            ["Kafka__GroupProtocol"] = options.GroupProtocol.ToString(),
            ["Kafka__AssignmentStrategy"] = options.AssignmentStrategy.ToString(),
            ["Kafka__SessionTimeoutMs"] = Milliseconds(options.SessionTimeout),
            ["Snapshots__Postgres"] = Database.ConnectionString,
            ["Live__Roles"] = "ingest,gateway",
        };
        for (var i = 1; i <= options.Nodes; i++)
        {
            _nodes.Add(new LiveNode(Name(i), options.ServerAssembly, environment, Log($"{Name(i)}.log")));
        }

        TextWriter Log(string file)
        {
            var writer = TextWriter.Synchronized(new StreamWriter(Path.Combine(logs, file)) { AutoFlush = true });
            _logs.Add(writer);
            return writer;
        }

        foreach (var node in _nodes) node.Start();
        foreach (var node in _nodes) await node.UntilReadyAsync(cancellationToken);
        Watcher = new DeltaWatcher(Broker.BootstrapServers, _kafka.AggregatesTopic, options.Partitions, Log("deltas.tsv"), log);
        Traffic = new Traffic(options, new KafkaClients(Options.Create(_kafka), NullLogger<KafkaClients>.Instance), _kafka.EventsTopic, clock);
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"node-{number}");
}

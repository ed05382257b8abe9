using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Events;
using Telemetry.Domain.Feed;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;
using Telemetry.Kafka.Producing;

namespace Telemetry.Ingestion.Tests;

/// <summary>The product's ingestion on a real wire: embedded broker, consumer group, graphs, actors; only what comes after is recorded.</summary>
internal sealed class RunningIngestion : IAsyncDisposable
{
    private readonly EmbeddedBroker? _broker;
    private readonly IHost _host;
    private readonly KafkaProducer _producer;

    private RunningIngestion(EmbeddedBroker? broker, IHost host)
    {
        _broker = broker;
        _host = host;
        Options = host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<KafkaOptions>>().Value;
        _producer = host.Services.GetRequiredService<KafkaClients>().CreateProducer();
    }

    public required RecordingSink Sink { get; init; }

    public RecordingFeed Feed { get; } = new();

    /// <summary>Its warnings and errors.</summary>
    public required RecordingLog Log { get; init; }

    public KafkaOptions Options { get; }

    public IngestionStatus Status => _host.Services.GetRequiredService<IngestionStatus>();

    /// <summary>What /health/ready would say of ingestion.</summary>
    public async Task<HealthReportEntry> HealthAsync() =>
        (await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["ingestion"];

    public static async Task<RunningIngestion> StartAsync(int partitions = 4, params (string Key, string Value)[] settings)
    {
        var broker = StartBroker(partitions);
        return await StartAsync(broker.BootstrapServers, broker, new InMemorySnapshotStore(TimeProvider.System), sink: null, settings);
    }

    /// <summary>One of several nodes with one broker, one store and one place to look at.</summary>
    public static Task<RunningIngestion> JoinAsync(string servers, ISnapshotStore store, RecordingSink sink, params (string Key, string Value)[] settings) =>
        StartAsync(servers, ownBroker: null, store, sink, settings);

    public static EmbeddedBroker StartBroker(int partitions) =>
        EmbeddedBroker.Start(new Dictionary<string, int> { ["telemetry.events"] = partitions, ["telemetry.dead-letter"] = 1 });

    private static async Task<RunningIngestion> StartAsync(
        string servers, EmbeddedBroker? ownBroker, ISnapshotStore store, RecordingSink? sink, (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings
            .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
            .Append(KeyValuePair.Create("Kafka:BootstrapServers", (string?)servers))
            .Append(KeyValuePair.Create("Kafka:FetchWaitMaxMs", (string?)$"{EmbeddedBroker.FetchWaitMs}"))
            .Append(KeyValuePair.Create("Ingestion:RestartDelaySeconds", (string?)"0.05")));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var log = new RecordingLog();
        builder.Services.AddSingleton<ILoggerProvider>(log);
        RunningIngestion? running = null;
        builder.Services.AddSingleton<IAggregateSink>(_ => running!.Sink);
        builder.Services.AddSingleton<IEventFeedSink>(_ => running!.Feed);
        builder.Services.AddSingleton(store);
        builder.Services.AddIngestion();
        running = new RunningIngestion(ownBroker, builder.Build()) { Sink = sink ?? new RecordingSink(), Log = log };
        await running._host.StartAsync();
        return running;
    }

    public void Produce(string? key, byte[]? value, DateTimeOffset? at = null) => _producer.Produce(Options.EventsTopic, new Message<byte[]?, byte[]?>
    {
        Key = key is null ? null : System.Text.Encoding.UTF8.GetBytes(key),
        Value = value,
        Timestamp = at is { } time ? new Timestamp(time) : Timestamp.Default,
    });

    public void Flush() => _producer.Flush(TimeSpan.FromSeconds(60));

    /// <summary>Reads dead letters from the topic's start until there are so many.</summary>
    public List<Message<byte[]?, byte[]?>> DeadLetters(int count)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(KafkaClientConfigs.Consumer(Options, $"dead-letters-{Guid.NewGuid()}")).Build();
        consumer.Assign(new TopicPartitionOffset(Options.DeadLetterTopic, 0, Offset.Beginning));
        var letters = new List<Message<byte[]?, byte[]?>>();
        while (letters.Count < count)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(30));
            Assert.True(result is not null, $"expected {count} dead letters, found {letters.Count}");
            letters.Add(result.Message);
        }
        consumer.Close();
        return letters;
    }

    /// <summary>Waits until ingestion ends by itself; the node goes on.</summary>
    public Task EndedAsync() =>
        _host.Services.GetServices<IHostedService>().OfType<IngestionService>().Single().ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Stops as on SIGTERM: drains, saves, leaves the group.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Sink.Release();
        _producer.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        if (_broker is null)
            return; // the others may still use the sink
        _broker.Dispose();
        Sink.Dispose();
    }
}

/// <summary>Keeps the ids of events that came through the feed.</summary>
internal sealed class RecordingFeed : IEventFeedSink
{
    private readonly Lock _gate = new();
    private readonly List<string> _ids = [];

    public bool IsWanted => true;

    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_gate)
                return [.. _ids];
        }
    }

    public void Append(int partition, long offset, in TelemetryEvent e, ReadOnlySpan<byte> message)
    {
        lock (_gate)
            _ids.Add(System.Text.Encoding.UTF8.GetString(e.EventIdText.Of(message)));
    }

    public void Flush()
    {
    }
}

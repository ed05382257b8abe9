using System.Globalization;
using Telemetry.Kafka.Connecting;
using Telemetry.LoadTest.Streams;
using Telemetry.TestSupport.Brokers;
using Telemetry.TestSupport.Nodes;
using Telemetry.TestSupport.Postgres;
using Telemetry.TestSupport.Processes;

namespace Telemetry.LoadTest.Processes;

/// <summary>The processes of a run, started in order and ended together.</summary>
internal sealed class LoadProcesses : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly KafkaOptions _kafka = new();
    private readonly List<IDisposable> _started = [];
    private readonly List<LiveNode> _nodes = [];

    private LoadProcesses()
    {
    }

    public FaultyBroker Broker { get; private set; } = null!;

    /// <summary>Where nodes keep their snapshots; null for one node by itself.</summary>
    public PostgresServer? Database { get; private set; }

    /// <summary>What the nodes spend on each other; null for one node by itself.</summary>
    public SharingCost? Sharing { get; private set; }

    public IReadOnlyList<LiveNode> Nodes => _nodes;

    public ChildProcess Producer { get; private set; } = null!;

    public ClientFleet Clients { get; private set; } = null!;

    /// <summary>What the nodes said last.</summary>
    public string NodesLastLines => string.Join(
        Environment.NewLine, _nodes.Where(node => node.IsRunning).Select(node => node.Process.LastLines).Where(lines => lines.Length > 0));

    /// <summary>Starts broker, nodes, producer and clients; the clients connect at once.</summary>
    public static async Task<LoadProcesses> StartAsync(LoadOptions options, bool reconnecting, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        var processes = new LoadProcesses();
        try
        {
            await processes.StartAllAsync(options, reconnecting, limit.Token);
            return processes;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var lines = processes.NodesLastLines;
            await processes.DisposeAsync();
            throw new RunFailedException($"The processes were not ready after {StartLimit.TotalSeconds:0} s.{Environment.NewLine}{lines}");
        }
        catch
        {
            await processes.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _started.Count - 1; i >= 0; i--) _started[i].Dispose();
        if (Database is not null) await Database.DisposeAsync();
    }

    private async Task StartAllAsync(LoadOptions options, bool reconnecting, CancellationToken cancellationToken)
    {
        Broker = Started(await FaultyBroker.StartAsync(
            [_kafka.EventsTopic, _kafka.AggregatesTopic, _kafka.FeedTopic, _kafka.DeadLetterTopic], options.Partitions, cancellationToken));
        if (options.Nodes > 0) Database = await PostgresServer.StartNewAsync(cancellationToken);
        var settings = SettingsOf(options);
        for (var i = 1; i <= Math.Max(1, options.Nodes); i++)
            _nodes.Add(Started(new LiveNode(string.Create(CultureInfo.InvariantCulture, $"node-{i}"), options.ServerAssembly, settings)));
        foreach (var node in _nodes) node.Start();
        foreach (var node in _nodes) await node.UntilReadyAsync(cancellationToken);
        if (Database is not null)
            Sharing = Started(new SharingCost(Broker.BootstrapServers, Database, _kafka.AggregatesTopic, _kafka.FeedTopic, options.Partitions));

        Producer = Started(ChildProcess.Ours(
            "producer", "producer", "--bootstrap", Broker.BootstrapServers, "--sessions", options.Sessions.ToString(CultureInfo.InvariantCulture)));
        Clients = Started(new ClientFleet([.. _nodes.Select(node => node.Web)], options.Streams, options.Feeds, options.Clients, reconnecting));
    }

    private Dictionary<string, string> SettingsOf(LoadOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["Kafka__BootstrapServers"] = Broker.BootstrapServers,
            // A broker in operation answers as soon as it has something, this one when the time is over: so it is to come close to that.
            // Not with several nodes: each fetch walks all batches of its partitions, on the one thread that the broker has.
            ["Kafka__FetchWaitMaxMs"] = Database is null ? "1" : "10",
            ["Kafka__SessionTimeoutMs"] = options.SessionTimeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
            ["Logging__LogLevel__Default"] = "Warning",
        };
        if (Database is null)
        {
            settings["Live__Standalone"] = "true";
        }
        else
        {
            settings["Live__Roles"] = "ingest,gateway";
            settings["Snapshots__Postgres"] = Database.ConnectionString;
        }

        return settings;
    }

    private T Started<T>(T process) where T : IDisposable
    {
        _started.Add(process);
        return process;
    }
}

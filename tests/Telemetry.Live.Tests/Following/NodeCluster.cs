using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;
using Telemetry.Live.Tests.Samples;
using Telemetry.Live.Tests.Services;

namespace Telemetry.Live.Tests.Following;

/// <summary>
/// A broker, a snapshot store and any number of nodes, each with vocabularies and clients of its own as in a process of its own. The
/// messages of the events topic are kept here, so that a test decides who counts them when.
/// </summary>
internal sealed class NodeCluster : IAsyncDisposable
{
    private readonly Random _random = new(1);
    private readonly List<Node> _nodes = [];
    private readonly List<(byte[] Value, long ArrivalMs)>[] _messages;

    public NodeCluster(int partitions = 2, bool withTopics = true)
    {
        _messages = [.. Enumerable.Range(0, partitions).Select(_ => new List<(byte[], long)>())];
        Options = new KafkaOptions { LingerMs = 0, FetchWaitMaxMs = EmbeddedBroker.FetchWaitMs };
        Broker = EmbeddedBroker.Start(new Dictionary<string, int> { [Options.EventsTopic] = partitions });
        Options.BootstrapServers = Broker.BootstrapServers;
        Store = new InMemorySnapshotStore(Time);
        if (withTopics)
            CreateTopics();
    }

    public KafkaOptions Options { get; }

    public EmbeddedBroker Broker { get; }

    public InMemorySnapshotStore Store { get; }

    /// <summary>The clock of all nodes; it stands still but for <see cref="UntilAsync"/>.</summary>
    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_754_922_645_000));

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public int Partitions => _messages.Length;

    /// <summary>Partitions that followers can see: the embedded broker adds none to a topic, so those of a young topic are hidden first.</summary>
    public int Visible { get; set; } = int.MaxValue;

    public IReadOnlyList<(byte[] Value, long ArrivalMs)> Messages(int partition) => _messages[partition];

    public void CreateTopics()
    {
        Broker.CreateTopic(Options.AggregatesTopic, Partitions);
        Broker.CreateTopic(Options.FeedTopic, Partitions);
    }

    public Node Add(ISnapshotStore? store = null)
    {
        var clients = new KafkaClients(Microsoft.Extensions.Options.Options.Create(Options), NullLogger<KafkaClients>.Instance);
        var node = new Node(this, clients, store ?? Store);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Puts random messages into the events topic.</summary>
    public void Produce(int partition, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var viewer = _random.Next(30);
            var message = new Message
            {
                CustomerId = $"CUST_{viewer}",
                SessionId = $"SESSION_{viewer}_{partition}",
                TitleId = $"TITLE_{_random.Next(8)}",
                EventType = _random.Next(4) switch { 0 => "start", 1 => "error", 2 => "stop", _ => "heartbeat" },
                DeviceType = _random.Next(2) == 0 ? "tv" : "mobile",
                Country = _random.Next(2) == 0 ? "Germany" : "France",
                State = null,
                City = $"City {_random.Next(5)}",
                TenantId = _random.Next(3) == 0 ? "acme" : null,
                StartupTimeMs = _random.Next(3_000),
                EventTimestamp = Time.GetUtcNow().AddSeconds(-_random.Next(50)),
            };
            _messages[partition].Add((message.ToUtf8(), NowMs));
        }
    }

    /// <summary>
    /// Waits for something while the nodes have their turns and their time passes at about the pace of real time: the broker's clients go
    /// by real time, so the clock of the nodes must not run away from them.
    /// </summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(LiveHost.Patience);
        while (!condition())
        {
            await Task.Delay(5, patience.Token);
            Time.Advance(TimeSpan.FromMilliseconds(5));
            _nodes.ForEach(node => node.Views.Turn());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        Broker.Dispose();
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Publishing;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Live.Feed;
using Telemetry.Live.Following;
using Telemetry.Live.Hub;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.Following;

/// <summary>One node: it may own partitions, and follow the others. The test takes the part of the consumer group.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly NodeCluster _cluster;
    private readonly ISnapshotStore _store;
    private readonly Vocabularies _vocabularies = new();
    private readonly Dictionary<int, PartitionAggregate> _owned = [];
    private readonly Dictionary<int, long> _epochs = [];
    private readonly IAggregateSink _sink;
    private readonly CountedFeed _counted;
    private readonly DeltaFollower _deltas;
    private readonly FeedFollower _rows;
    private bool _isFollowing;

    public Node(NodeCluster cluster, KafkaClients clients, ISnapshotStore store)
    {
        (_cluster, _store) = (cluster, store);
        var identity = new NodeIdentity();
        Status = new GatewayStatus(cluster.Time);
        Views = new LiveViews(_vocabularies, cluster.Time, Microsoft.Extensions.Options.Options.Create(new HubOptions()));
        Log = new DeltaLog(clients, _vocabularies, cluster.Time, NullLogger<DeltaLog>.Instance);
        Rows = new FeedPublisher(clients, _vocabularies, identity, cluster.Time);
        _sink = new AggregateSinks(new LocalDeltas(Views), Log);
        _counted = new CountedFeed(_vocabularies, Feed, Rows);
        var kafka = Microsoft.Extensions.Options.Options.Create(clients.Options);
        FollowerFactory followers = topic => new YoungTopic(clients.Follow(topic), () => cluster.Visible);
        _deltas = new DeltaFollower(
            followers, kafka, new SnapshotBases(store, _vocabularies, NullLogger<SnapshotBases>.Instance), Views, _vocabularies, Status, cluster.Time, NullLogger<DeltaFollower>.Instance);
        _rows = new FeedFollower(followers, kafka, Feed, _vocabularies, identity, cluster.Time, NullLogger<FeedFollower>.Instance);
    }

    public LiveViews Views { get; }

    public DeltaLog Log { get; }

    public FeedPublisher Rows { get; }

    public EventFeed Feed { get; } = new() { HasAudience = true };

    /// <summary>Events that the feed told as lost to those who closed it.</summary>
    public long FeedLost { get; set; }

    public GatewayStatus Status { get; }

    /// <summary>Begins to follow; see <see cref="GatewayStatus.IsReady"/>.</summary>
    public async Task FollowAsync()
    {
        _isFollowing = true;
        await _deltas.StartAsync(CancellationToken.None);
        await _rows.StartAsync(CancellationToken.None);
    }

    /// <summary>Becomes the owner: continues from the snapshot, and has read to the end before it says anything.</summary>
    public async Task ClaimAsync(int partition)
    {
        var row = await _store.ClaimAsync(partition, CancellationToken.None);
        _owned[partition] = PartitionAggregate.Restore(
            SnapshotCodec.Decode(row.State, partition, _vocabularies), row.Epoch, new AggregateLimits());
        _epochs[partition] = row.Epoch;
        _sink.PartitionStarted(partition, row.Epoch);
        Count(partition);
        Publish(partition);
    }

    /// <summary>Produces and counts.</summary>
    public void Count(int partition, int messages)
    {
        _cluster.Produce(partition, messages);
        Count(partition);
        Publish(partition);
    }

    /// <summary>Counts what there is.</summary>
    public void Count(int partition)
    {
        var aggregate = _owned[partition];
        var parser = new EventParser(_vocabularies);
        for (var offset = (int)aggregate.NextOffset; offset < _cluster.Messages(partition).Count; offset++)
        {
            var (value, arrivalMs) = _cluster.Messages(partition)[offset];
            Assert.Null(parser.Parse(value, arrivalMs, out var e));
            if (aggregate.Apply(e, arrivalMs) == Outcome.Counted)
                _counted.Append(partition, offset, e, value);
            aggregate.AdvanceTo(offset + 1);
        }
    }

    /// <summary>Says what changed, as the aggregate's actor does.</summary>
    public void Publish(int partition)
    {
        if (_sink.LostSince(partition) is { } position)
            _owned[partition].MarkOpenChanged(position);
        _sink.Publish(_owned[partition].TakeDelta(evenIfEmpty: true)!);
        Rows.SendAll();
    }

    /// <summary>Counts and tells nobody: the delta is lost.</summary>
    public void LoseDelta(int partition, int messages)
    {
        _cluster.Produce(partition, messages);
        Count(partition);
        _owned[partition].TakeDelta();
    }

    public Task SaveAsync(int partition)
    {
        var state = _owned[partition].Capture();
        return _store.SaveAsync(
            new PartitionSnapshot(
                partition, _epochs[partition], state.NextOffset, Log.SafeOffset(partition, state.NextOffset), SnapshotCodec.Encode(state, _vocabularies), _cluster.Time.GetUtcNow()),
            CancellationToken.None);
    }

    /// <summary>Stops following, as when the process ends.</summary>
    public async Task StopFollowingAsync()
    {
        if (!_isFollowing)
            return;
        _isFollowing = false;
        await _deltas.StopAsync(CancellationToken.None);
        await _rows.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopFollowingAsync();
        _deltas.Dispose();
        _rows.Dispose();
        Rows.Dispose();
        Log.Dispose();
    }
}

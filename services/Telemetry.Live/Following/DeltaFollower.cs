using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Following;
using Telemetry.Live.Views;

namespace Telemetry.Live.Following;

/// <summary>
/// Makes a gateway's view: begins with the stored states, reads each partition's log of deltas from there, and hands the view over
/// once it has caught up; from then on passes deltas to it. When deltas turn out to be missing, it makes another view, while
/// subscribers keep the old one.
/// </summary>
internal sealed partial class DeltaFollower(
    FollowerFactory followers,
    IOptions<KafkaOptions> kafka,
    IPartitionBases bases,
    LiveViews views,
    Vocabularies vocabularies,
    GatewayStatus status,
    TimeProvider time,
    ILogger<DeltaFollower> logger) : FollowingService(followers, kafka.Value.AggregatesTopic, time, logger)
{
    /// <summary>How long a gap may wait for the full delta that its owner sends after a loss.</summary>
    private static readonly TimeSpan HealingTime = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<int, (PartitionDelta Delta, long NoticedAt)> _gaps = [];

    private long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        views.AwaitState();
        return base.StartAsync(cancellationToken);
    }

    protected override void WaitsFor(string what) => status.WaitsFor(what);

    protected override void Answered()
    {
        base.Answered();
        status.BrokerAnswered();
    }

    protected override async Task FollowAsync(ITopicFollower follower, int partitions, CancellationToken cancellationToken)
    {
        WaitsFor("The snapshot store has not told the stored states yet.");
        var starts = (await bases.ReadAsync(cancellationToken)).ToDictionary(start => start.Partition);
        var catchUp = new CatchUp(
            views.NewView(), Enumerable.Range(0, partitions), starts.Values, new DeltaReader(vocabularies, Topic, logger), logger);
        follower.Follow(Enumerable.Range(0, partitions).Select(partition => (partition, OffsetOf(starts.GetValueOrDefault(partition)))));
        await OnOwnThread(
            () =>
            {
                Begin(follower, catchUp, cancellationToken);
                Continue(follower, partitions, cancellationToken);
            },
            cancellationToken);
    }

    private static Offset OffsetOf(PartitionBase? start) => start is { State: not null, DeltaOffset: > 0 } ? start.DeltaOffset : Offset.Beginning;

    private void Begin(ITopicFollower follower, CatchUp catchUp, CancellationToken cancellationToken)
    {
        for (var said = -1; catchUp.Behind > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (said != catchUp.Behind)
                WaitsFor($"{said = catchUp.Behind} partitions of {Topic} have not been read up to where they ended.");
            if (follower.Read(ReadWait) is not { } message)
                continue;
            Answered();
            catchUp.Take(message, NowMs);
        }
        catchUp.ThrowIfMissing();
        _gaps.Clear();
        views.Replace(catchUp.View);
        status.CaughtUp();
        LogCaughtUp(Topic, catchUp.View.Partitions.Count);
    }

    private void Continue(ITopicFollower follower, int partitions, CancellationToken cancellationToken)
    {
        var reader = new DeltaReader(vocabularies, Topic, logger);
        while (!cancellationToken.IsCancellationRequested)
        {
            var message = follower.Read(ReadWait);
            if (message is { Value: not null } && reader.Read(message, views.PositionOf, views.PartitionStarted) is { } delta)
                views.Publish(delta, missing => _gaps.TryAdd(missing.Partition, (missing, Time.GetTimestamp())));
            if (message is not null)
            {
                Answered();
                status.IsBehind(message.Partition, message.IsLast ? 0 : message.End - message.Offset - 1);
            }
            ThrowIfMissing();
            if (CountAgain(follower) is not { } count || count <= partitions)
                continue;
            foreach (var added in Enumerable.Range(partitions, count - partitions))
                views.Expect(added);
            follower.Follow(Enumerable.Range(partitions, count - partitions).Select(added => (added, Offset.Beginning)));
            partitions = count;
        }
    }

    private void ThrowIfMissing()
    {
        foreach (var (partition, gap) in _gaps)
        {
            if (MissingDeltasException.IsHealed(gap.Delta, views.PositionOf(partition)))
                _gaps.TryRemove(partition, out _);
            else if (Time.GetElapsedTime(gap.NoticedAt) > HealingTime)
                throw new MissingDeltasException(gap.Delta, views.PositionOf(partition));
        }
    }

    [LoggerMessage(EventId = 1731, Level = LogLevel.Information, Message = "Caught up with {Topic}: {Partitions} partitions are shown.")]
    private partial void LogCaughtUp(string topic, int partitions);
}

using Confluent.Kafka;
using Telemetry.Kafka.Embedded;

namespace Telemetry.Chaos.Faults;

/// <summary>
/// Draws the faults of a run from its seed. Faults overlap as they like, but each node, the broker and the database suffer one at a time,
/// and at least one node is always up.
/// </summary>
internal static class FaultPlan
{
    /// <summary>What a node is given to come back: start, join the group, catch up.</summary>
    private static readonly TimeSpan NodeRecovery = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan OtherRecovery = TimeSpan.FromSeconds(6);

    // Ten at most: that is what an ended node may take.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private static readonly (FaultKind Kind, int Weight)[] Weights =
    [
        (FaultKind.Kill, 4), (FaultKind.Terminate, 3), (FaultKind.Pause, 3), (FaultKind.BrokerDown, 2),
        (FaultKind.RequestErrors, 4), (FaultKind.SlowBroker, 1), (FaultKind.DatabaseDown, 2),
    ];

    // What brokers answer in the wild while leaders and coordinators move; clients have to try again.
    private static readonly (KafkaRequest Request, ErrorCode[] Errors)[] Answers =
    [
        (KafkaRequest.Produce, [ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas, ErrorCode.Local_Transport]),
        (KafkaRequest.Fetch, [ErrorCode.NotLeaderForPartition, ErrorCode.ReplicaNotAvailable, ErrorCode.Local_Transport]),
        (KafkaRequest.ListOffsets, [ErrorCode.LeaderNotAvailable, ErrorCode.NotLeaderForPartition]),
        (KafkaRequest.Metadata, [ErrorCode.Local_Transport]),
        (KafkaRequest.OffsetCommit, [ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.RequestTimedOut, ErrorCode.Local_Transport]),
        (KafkaRequest.OffsetFetch, [ErrorCode.GroupLoadInProgress, ErrorCode.NotCoordinatorForGroup]),
        (KafkaRequest.FindCoordinator, [ErrorCode.GroupCoordinatorNotAvailable]),
        (KafkaRequest.JoinGroup, [ErrorCode.NotCoordinatorForGroup, ErrorCode.GroupLoadInProgress, ErrorCode.Local_Transport]),
        (KafkaRequest.SyncGroup, [ErrorCode.NotCoordinatorForGroup, ErrorCode.RebalanceInProgress]),
        (KafkaRequest.Heartbeat, [ErrorCode.RebalanceInProgress, ErrorCode.UnknownMemberId, ErrorCode.IllegalGeneration, ErrorCode.NotCoordinatorForGroup]),
        (KafkaRequest.InitProducerId, [ErrorCode.GroupLoadInProgress]),
    ];

    /// <summary>The faults in the order of their beginnings; all of them end within the length.</summary>
    public static IReadOnlyList<Fault> Draw(ChaosOptions options)
    {
        var random = new Random(options.Seed);
        var faults = new List<Fault>();
        var nodesFree = new TimeSpan[options.Nodes];
        var (brokerFree, databaseFree) = (TimeSpan.Zero, TimeSpan.Zero);
        var weights = Weights.Where(entry => options.Kinds.Contains(entry.Kind)).ToArray();
        for (var at = Between(random, 1, 3); at < options.Length; at += Between(random, 1, 6))
        {
            var fault = DrawOne(random, at, Pick(random, weights), options);
            var node = PickNode(random, nodesFree, at);
            var (until, possible) = (at + fault.Lasting, true);
            switch (fault.Kind)
            {
                case FaultKind.Kill or FaultKind.Pause or FaultKind.Terminate:
                    if (fault.Kind == FaultKind.Terminate) until += LongestEnd;
                    possible = node >= 0;
                    if (possible && until <= options.Length) nodesFree[node] = until + NodeRecovery;
                    fault = fault with { Node = node };
                    break;
                case FaultKind.DatabaseDown:
                    possible = at >= databaseFree;
                    if (possible && until <= options.Length) databaseFree = until + OtherRecovery;
                    break;
                default:
                    possible = at >= brokerFree;
                    if (possible && until <= options.Length) brokerFree = until + (fault.Kind == FaultKind.BrokerDown ? OtherRecovery : TimeSpan.Zero);
                    break;
            }

            if (possible && until <= options.Length) faults.Add(fault);
        }

        return faults;
    }

    private static Fault DrawOne(Random random, TimeSpan at, FaultKind kind, ChaosOptions options)
    {
        switch (kind)
        {
            case FaultKind.Kill: return new Fault(at, kind, Between(random, 0.5, 10));
            case FaultKind.Terminate: return new Fault(at, kind, Between(random, 0.2, 5));
            case FaultKind.Pause: return new Fault(at, kind, options.SessionTimeout + Between(random, 1, 6));
            case FaultKind.BrokerDown: return new Fault(at, kind, Between(random, 1, 10));
            case FaultKind.DatabaseDown: return new Fault(at, kind, Between(random, 0.5, 12));
            case FaultKind.SlowBroker: return new Fault(at, kind, Between(random, 2, 8)) { RoundTrip = Between(random, 0.02, 0.3) };
            default:
                var (request, errors) = Answers[random.Next(Answers.Length)];
                var count = random.Next(1, 6);
                return new Fault(at, kind, TimeSpan.Zero)
                {
                    Request = request,
                    Errors = [.. Enumerable.Range(0, count).Select(_ => errors[random.Next(errors.Length)])],
                };
        }
    }

    /// <summary>A node without trouble, when another one stays up; else −1.</summary>
    private static int PickNode(Random random, TimeSpan[] free, TimeSpan at)
    {
        var up = Enumerable.Range(0, free.Length).Where(node => free[node] <= at).ToArray();
        var pick = random.Next();
        return up.Length < 2 ? -1 : up[pick % up.Length];
    }

    private static FaultKind Pick(Random random, (FaultKind Kind, int Weight)[] weights)
    {
        var at = random.Next(weights.Sum(entry => entry.Weight));
        foreach (var (kind, weight) in weights)
        {
            if ((at -= weight) < 0) return kind;
        }

        throw new InvalidOperationException("There is no kind of fault to choose from.");
    }

    private static TimeSpan Between(Random random, double fromSeconds, double toSeconds) =>
        TimeSpan.FromSeconds(fromSeconds + (random.NextDouble() * (toSeconds - fromSeconds)));
}

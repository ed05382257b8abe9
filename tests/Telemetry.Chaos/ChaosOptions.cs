using Confluent.Kafka;

namespace Telemetry.Chaos;

/// <summary>What a run does.</summary>
/// <param name="Seed">The same seed plans the same faults and sends the same sessions.</param>
/// <param name="Length">How long faults are made.</param>
/// <param name="Nodes">Nodes, each ingesting and a gateway; at least two, because one stays up.</param>
/// <param name="Rate">Messages per second.</param>
/// <param name="Partitions">
/// Partitions of every topic. The embedded broker keeps 5 MiB a partition, so at the default rate what is older than two minutes is gone,
/// and a node that forgot to use its snapshots would be found out.
/// </param>
/// <param name="ServerAssembly">The built Telemetry.Live.dll.</param>
internal sealed record ChaosOptions(int Seed, TimeSpan Length, int Nodes, int Rate, int Partitions, string ServerAssembly)
{
    /// <summary>
    /// Who shares out the partitions. The embedded broker may give a lost member's id to another in a classic group, and then both fail
    /// (see <see cref="Kafka.Embedded.EmbeddedBroker"/>); there a <see cref="TestSupport.Brokers.Groups.GroupBroker"/> answers the members.
    /// </summary>
    public GroupProtocol GroupProtocol { get; init; } = GroupProtocol.Consumer;

    /// <summary>How a node shares out the partitions of a classic group.</summary>
    public PartitionAssignmentStrategy AssignmentStrategy { get; init; } = PartitionAssignmentStrategy.CooperativeSticky;

    /// <summary>
    /// Silence after which the group takes a node for dead. Short, so that a fault is soon over.
    /// </summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The kinds of faults to make; all unless narrowed.</summary>
    public IReadOnlyList<Faults.FaultKind> Kinds { get; init; } = Enum.GetValues<Faults.FaultKind>();

    /// <summary>Where the nodes' logs are kept; null keeps them in a temporary folder, which stays only when the run fails.</summary>
    public string? Logs { get; init; }
}

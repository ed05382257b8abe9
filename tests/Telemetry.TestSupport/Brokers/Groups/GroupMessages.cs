using Confluent.Kafka;

namespace Telemetry.TestSupport.Brokers.Groups;

/// <summary>What a member of a group asks of its coordinator.</summary>
/// <param name="Group">The group.</param>
/// <param name="MemberId">What the coordinator calls it; empty before it has joined.</param>
/// <param name="InstanceId">group.instance.id, the name that the member gives itself; none when it is not static.</param>
/// <param name="Generation">The group's generation that it takes part in; -1 where the request has none.</param>
public abstract record GroupRequest(string Group, string MemberId, string? InstanceId, int Generation);

/// <summary>To become or stay a member. <see cref="Metadata"/> is its subscription, for the leader's eyes.</summary>
public sealed record JoinGroup(
    string Group, string MemberId, string? InstanceId, TimeSpan SessionTimeout, string Protocol, ReadOnlyMemory<byte> Metadata)
    : GroupRequest(Group, MemberId, InstanceId, -1);

/// <summary>To hear one's partitions; the leader's says those of everyone.</summary>
public sealed record SyncGroup(
    string Group, string MemberId, string? InstanceId, int Generation, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Assignments)
    : GroupRequest(Group, MemberId, InstanceId, Generation);

/// <summary>Still there.</summary>
public sealed record Heartbeat(string Group, string MemberId, string? InstanceId, int Generation)
    : GroupRequest(Group, MemberId, InstanceId, Generation);

/// <summary>No longer there.</summary>
public sealed record LeaveGroup(string Group, string MemberId) : GroupRequest(Group, MemberId, null, -1);

/// <summary>What a coordinator answers; the parts that a kind of request does not ask for are left empty.</summary>
public sealed record GroupAnswer(ErrorCode Error)
{
    public int Generation { get; init; } = -1;

    public string MemberId { get; init; } = "";

    public string Protocol { get; init; } = "";

    public string Leader { get; init; } = "";

    /// <summary>All members, for the leader only.</summary>
    public IReadOnlyList<JoinGroup> Members { get; init; } = [];

    /// <summary>The partitions of the member that asked, as the leader wrote them.</summary>
    public ReadOnlyMemory<byte> Assignment { get; init; }
}

namespace Telemetry.TestSupport.Brokers.Groups;

/// <summary>A member as its coordinator knows it.</summary>
internal sealed class GroupMember(JoinGroup join, long seenAt)
{
    private TaskCompletionSource<GroupAnswer>? _waiting;

    /// <summary>As what it joined last.</summary>
    public JoinGroup Join { get; set; } = join;

    public string Id => Join.MemberId;

    /// <summary>When it was heard of last; a timestamp of the coordinator's clock.</summary>
    public long SeenAt { get; set; } = seenAt;

    /// <summary>Its partitions, as the leader wrote them.</summary>
    public ReadOnlyMemory<byte> Assignment { get; set; }

    /// <summary>Whether it waits for an answer.</summary>
    public bool IsWaiting => _waiting is not null;

    /// <summary>Lets it wait for an answer.</summary>
    public Task<GroupAnswer> Await() => (_waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Answers it, if it waits.</summary>
    public void Answer(GroupAnswer answer)
    {
        _waiting?.SetResult(answer);
        _waiting = null;
    }
}

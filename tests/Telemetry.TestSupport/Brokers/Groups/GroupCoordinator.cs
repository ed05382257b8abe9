using Confluent.Kafka;

namespace Telemetry.TestSupport.Brokers.Groups;

/// <summary>
/// The coordinator of one group of the classic protocol as Kafka's brokers are, static membership (KIP-345) included: a member with a
/// name keeps its place when it goes, gets it back with its partitions and without a new generation when it comes again within its
/// session, and whoever comes under a name that is taken fences who had it. Left out: how long a round of joins may take (the rebalance
/// timeout), since a member that is gone is dropped by its session, and choosing among several assignors, since ours offer one.
/// </summary>
public sealed class GroupCoordinator : IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _expiry;
    private readonly Dictionary<string, GroupMember> _members = []; // by member id
    private readonly HashSet<string> _promised = []; // ids given to members without a name, which join again with them
    private State _state = State.Stable;
    private string _leader = "";
    private int _generation, _ids;

    public GroupCoordinator(TimeProvider time)
    {
        _time = time;
        _expiry = time.CreateTimer(_ => Expire(), null, CheckInterval, CheckInterval);
    }

    private enum State { Stable, Joining, Syncing }

    /// <summary>How many rounds of joins there have been: one more with each rebalance.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Answers a request; that of a join or sync comes when the others have said theirs.</summary>
    public Task<GroupAnswer> AnswerAsync(GroupRequest request)
    {
        lock (_gate)
        {
            if (request is JoinGroup { MemberId: "" } newcomer)
                return JoinNew(newcomer);
            if (request is JoinGroup promised && _promised.Remove(promised.MemberId))
                return Enter(promised);
            if (Problem(request) is { } problem)
                return Error(problem);
            var member = _members[request.MemberId];
            member.SeenAt = _time.GetTimestamp();
            return request switch
            {
                JoinGroup join => JoinAgain(member, join),
                SyncGroup sync => Sync(member, sync),
                LeaveGroup => Leave(member),
                _ => Error(_state == State.Joining ? ErrorCode.RebalanceInProgress : ErrorCode.NoError),
            };
        }
    }

    public void Dispose() => _expiry.Dispose();

    private ErrorCode? Problem(GroupRequest request)
    {
        var named = request.InstanceId is { } name ? Named(name) : null;
        if (named is not null && named.Id != request.MemberId)
            return ErrorCode.FencedInstanceId;
        if (!_members.ContainsKey(request.MemberId))
            return ErrorCode.UnknownMemberId;
        return request is SyncGroup or Heartbeat && request.Generation != _generation ? ErrorCode.IllegalGeneration : null;
    }

    private Task<GroupAnswer> JoinNew(JoinGroup join)
    {
        var id = $"{join.InstanceId ?? "member"}-{++_ids}";
        if (join.InstanceId is null)
        {
            _promised.Add(id);
            return Task.FromResult(new GroupAnswer(ErrorCode.MemberIdRequired) { MemberId = id });
        }
        return Named(join.InstanceId) is { } known ? TakePlace(known, join with { MemberId = id }) : Enter(join with { MemberId = id });
    }

    /// <summary>A name that is known comes again: what it had is the newcomer's, and who had it is fenced.</summary>
    private Task<GroupAnswer> TakePlace(GroupMember known, JoinGroup join)
    {
        var leader = _leader; // as it was: the newcomer must not share out anew what nobody else would hear of
        known.Answer(new GroupAnswer(ErrorCode.FencedInstanceId));
        _members.Remove(known.Id);
        var member = _members[join.MemberId] = new GroupMember(join, _time.GetTimestamp()) { Assignment = known.Assignment };
        if (known.Id == _leader)
            _leader = member.Id;
        return _state == State.Stable ? Task.FromResult(Joined(member) with { Leader = leader, Members = [] }) : AwaitRound(member);
    }

    private Task<GroupAnswer> Enter(JoinGroup join) => AwaitRound(_members[join.MemberId] = new GroupMember(join, _time.GetTimestamp()));

    private Task<GroupAnswer> JoinAgain(GroupMember member, JoinGroup join)
    {
        var isSame = member.Join.Metadata.Span.SequenceEqual(join.Metadata.Span);
        member.Join = join;
        var knowsAll = isSame && (_state == State.Syncing || (_state == State.Stable && member.Id != _leader));
        return knowsAll ? Task.FromResult(Joined(member)) : AwaitRound(member);
    }

    private Task<GroupAnswer> AwaitRound(GroupMember member)
    {
        Rebalance();
        var answer = member.Await();
        EndRoundIfComplete();
        return answer;
    }

    private void Rebalance()
    {
        if (_state == State.Syncing)
        {
            foreach (var member in _members.Values)
                member.Answer(new GroupAnswer(ErrorCode.RebalanceInProgress));
        }
        _state = State.Joining;
    }

    private void EndRoundIfComplete()
    {
        if (_state != State.Joining || !_members.Values.All(member => member.IsWaiting))
            return;
        Volatile.Write(ref _generation, _generation + 1);
        _state = _members.Count > 0 ? State.Syncing : State.Stable;
        _leader = _members.ContainsKey(_leader) ? _leader : _members.Keys.FirstOrDefault("");
        foreach (var member in _members.Values)
        {
            member.Answer(Joined(member));
            member.SeenAt = _time.GetTimestamp();
        }
    }

    private Task<GroupAnswer> Sync(GroupMember member, SyncGroup sync)
    {
        if (_state == State.Joining)
            return Error(ErrorCode.RebalanceInProgress);
        if (_state == State.Stable)
            return Task.FromResult(Assigned(member));
        var answer = member.Await();
        if (member.Id == _leader)
        {
            _state = State.Stable;
            foreach (var each in _members.Values)
            {
                each.Assignment = sync.Assignments.GetValueOrDefault(each.Id);
                each.SeenAt = _time.GetTimestamp();
                each.Answer(Assigned(each));
            }
        }
        return answer;
    }

    private Task<GroupAnswer> Leave(GroupMember member)
    {
        Remove(member);
        return Error(ErrorCode.NoError);
    }

    /// <summary>Drops who has been silent for its session. Who waits for an answer can't be heard, and is not silent.</summary>
    private void Expire()
    {
        lock (_gate)
        {
            foreach (var member in _members.Values.Where(IsSilent).ToList())
                Remove(member);
        }
    }

    private bool IsSilent(GroupMember member) => !member.IsWaiting && _time.GetElapsedTime(member.SeenAt) > member.Join.SessionTimeout;

    private void Remove(GroupMember member)
    {
        _members.Remove(member.Id);
        member.Answer(new GroupAnswer(ErrorCode.UnknownMemberId));
        Rebalance();
        EndRoundIfComplete();
    }

    private GroupMember? Named(string instanceId) => _members.Values.FirstOrDefault(member => member.Join.InstanceId == instanceId);

    private GroupAnswer Joined(GroupMember member) => new(ErrorCode.NoError)
    {
        Generation = _generation,
        MemberId = member.Id,
        Protocol = member.Join.Protocol,
        Leader = _leader,
        Members = member.Id == _leader ? [.. _members.Values.Select(each => each.Join)] : [],
    };

    private static GroupAnswer Assigned(GroupMember member) => new(ErrorCode.NoError) { Assignment = member.Assignment };

    private static Task<GroupAnswer> Error(ErrorCode error) => Task.FromResult(new GroupAnswer(error));
}

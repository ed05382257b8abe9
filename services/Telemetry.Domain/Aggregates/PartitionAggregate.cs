using Telemetry.Domain.Events;
using Telemetry.Domain.Presence;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Windows;

namespace Telemetry.Domain.Aggregates;

/// <summary>What became of an event.</summary>
public enum Outcome : byte
{
    Counted,
    Late,
    Duplicate,
}

/// <summary>
/// The state of one partition: a deterministic function of its messages up to <see cref="NextOffset"/>. It holds 5-s
/// panes (5 min), minute panes (1 h) and hour panes (24 h), the session table, how long each session has watched, and the ids
/// seen within the lateness horizon, and the tenants that it takes. Time is the partition's own clock, the newest arrival, so that a replay gives the same state.
/// Not thread-safe: one actor owns it.
/// </summary>
public sealed class PartitionAggregate(int partition, long epoch, AggregateLimits limits)
{
    private const long SweepEveryMs = 15_000;
    private readonly ExpiringTable<Nothing> _seen = new();
    private readonly PresenceTable _presence = new(limits.Sessions);
    private readonly WatchTable _watch = new(limits.Sessions);
    private readonly PaneHistory _history = new(limits.Pane);
    private TenantTable _tenants = new(limits.Tenants);
    private readonly Dictionary<string, long> _invalid = [];
    private long _counted, _late, _duplicates, _overflowed, _newestEventMs, _nextSweepMs;
    private PartitionPosition _deltaFrom;
    private bool _nextIsFull = true, _fullIsDue;

    private struct Nothing;

    /// <summary>The partition's clock: the newest arrival, Unix ms.</summary>
    public long ClockMs { get; private set; }

    /// <summary>The offset after the last message that the state holds.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Up to where deltas were taken.</summary>
    public PartitionPosition Told => _deltaFrom;

    /// <summary>Panes of all three lengths.</summary>
    public PaneHistory History => _history;

    /// <summary>The tenants with a place. Events have passed it where they were decoded; what it says here belongs to <see cref="NextOffset"/>.</summary>
    public TenantTable Tenants => _tenants;

    /// <summary>Session × cell entries, and ids that are remembered against duplicates.</summary>
    public (int Presence, int Ids) Sizes => (_presence.Count, _seen.Count);

    /// <summary>
    /// Takes one event. <paramref name="stampMs"/> is its message's timestamp (Unix ms), which moves the clock as far as it is believed
    /// (<see cref="Arrival"/>). An event earlier than the clock by more than the allowed lateness is late; one whose id was seen within
    /// that horizon is a duplicate.
    /// </summary>
    public Outcome Apply(in TelemetryEvent e, long stampMs)
    {
        _tenants.See(e.Cell.Tenant, e.TimestampMs);
        Advance(Arrival.Of(stampMs, ClockMs, e.TimestampMs));
        var horizon = ClockMs - PaneTime.AllowedLatenessMs;
        if (e.TimestampMs < horizon)
        {
            _late++;
            return Outcome.Late;
        }
        ref var seen = ref _seen.GetOrAdd(e.EventId, out var existed);
        if (existed && seen.TimeMs >= horizon) // older entries wait for the next sweep and are as good as gone
        {
            _duplicates++;
            return Outcome.Duplicate;
        }
        seen.TimeMs = e.TimestampMs;
        if (!_history.Count(e, _watch.Add(e, ClockMs)))
            _overflowed++;
        if (!_presence.See(e))
            _overflowed++;
        if (e.TimestampMs > _newestEventMs)
            _newestEventMs = e.TimestampMs;
        _counted++;
        return Outcome.Counted;
    }

    /// <summary>Counts a message that was no valid event.</summary>
    public void Reject(string reason) => _invalid[reason] = _invalid.GetValueOrDefault(reason) + 1;

    /// <summary>Declares all messages before an offset taken.</summary>
    public void AdvanceTo(long nextOffset) => NextOffset = nextOffset;

    /// <summary>Whether titles or sketches changed that no delta has included yet.</summary>
    public bool HasNewSummaries => _history.HasNewSummaries;

    /// <summary>
    /// What changed since the last call; null when nothing did, unless it is wanted <paramref name="evenIfEmpty"/> as a sign of life.
    /// Titles and sketches are copied whole, so a caller that takes deltas often leaves them out most of the time. The first one
    /// after <see cref="Restore"/> or <see cref="MarkOpenChanged"/> is a full one and never null.
    /// </summary>
    public PartitionDelta? TakeDelta(bool withSummaries = true, bool evenIfEmpty = false)
    {
        withSummaries |= _nextIsFull;
        if (!_fullIsDue && NextOffset == _deltaFrom.Offset && !(withSummaries && HasNewSummaries) && !evenIfEmpty)
            return null;
        var delta = new PartitionDelta(
            partition, epoch, _deltaFrom.Offset, NextOffset, ClockMs, _history.TakeChanges(withSummaries), _presence.TakeChanges(), Counters())
        {
            FromClockMs = _deltaFrom.ClockMs,
            IsFull = _nextIsFull,
        };
        _deltaFrom = new PartitionPosition(NextOffset, ClockMs);
        (_nextIsFull, _fullIsDue) = (false, false);
        if (ClockMs >= _nextSweepMs)
            Sweep();
        return delta;
    }

    /// <summary>
    /// Makes the next delta a full one that begins at a position: whoever has the partition up to there lacks nothing after it.
    /// When that is further back than the 5-s panes reach it begins at the present, and who lacks more has to start from a snapshot.
    /// </summary>
    public void MarkOpenChanged(PartitionPosition since)
    {
        if (PaneTime.FirstOpenAt(since.ClockMs) < PaneTime.PaneOf(ClockMs) - PaneHistory.FinePanes)
            since = new PartitionPosition(NextOffset, ClockMs);
        _history.MarkChanged(PaneTime.FirstOpenAt(since.ClockMs));
        _presence.MarkChanged();
        _deltaFrom = since;
        (_nextIsFull, _fullIsDue) = (true, true);
    }

    /// <summary>The partition's totals.</summary>
    public PartitionCounters Counters() => new()
    {
        Counted = _counted,
        Late = _late,
        Duplicates = _duplicates,
        InvalidByReason = new Dictionary<string, long>(_invalid),
        Overflowed = _overflowed,
        NewestEventMs = _newestEventMs,
    };

    /// <summary>All sessions × cells.</summary>
    public List<PresenceEntry> Presence() => _presence.ToList();

    /// <summary>
    /// Everything at <see cref="NextOffset"/>, for a snapshot; what has expired is left out. The panes are the aggregate's own:
    /// done with before the next event is applied. What no delta has told yet is told again by whoever continues from the state.
    /// </summary>
    public PartitionState Capture()
    {
        var seen = new List<SeenId>(_seen.Count);
        for (var i = 0; i < _seen.Count; i++)
        {
            if (_seen[i].TimeMs >= ClockMs - PaneTime.AllowedLatenessMs)
                seen.Add(new SeenId(_seen[i].Key, _seen[i].TimeMs));
        }
        var presence = _presence.ToList();
        presence.RemoveAll(entry => entry.LastMs < ClockMs - (long)PresenceTable.Horizon.TotalMilliseconds);
        return new PartitionState(
            partition, NextOffset, ClockMs, [.. _history.Fine], [.. _history.MinutePanes], [.. _history.HourPanes], presence, seen, Counters())
        {
            Watched = _watch.Since(ClockMs - (long)WatchTable.Horizon.TotalMilliseconds),
            Tenants = _tenants.ToList(),
            Told = Told,
        };
    }

    /// <summary>
    /// Continues from a state under a new epoch: fed the messages from its offset on, the aggregate comes to the same state as
    /// one that was never interrupted. The state's panes are copied.
    /// </summary>
    public static PartitionAggregate Restore(PartitionState state, long epoch, AggregateLimits limits)
    {
        var aggregate = new PartitionAggregate(state.Partition, epoch, limits)
        {
            ClockMs = state.ClockMs,
            NextOffset = state.NextOffset,
            _counted = state.Counters.Counted,
            _late = state.Counters.Late,
            _duplicates = state.Counters.Duplicates,
            _overflowed = state.Counters.Overflowed,
            _newestEventMs = state.Counters.NewestEventMs,
            _tenants = TenantTable.Of(limits.Tenants, state.Tenants),
        };
        aggregate._history.Restore(state.Fine, state.Minutes, state.Hours, state.ClockMs);
        foreach (var (reason, count) in state.Counters.InvalidByReason)
            aggregate._invalid[reason] = count;
        foreach (var entry in state.Presence)
            aggregate._presence.Restore(entry);
        foreach (var session in state.Watched)
            aggregate._watch.Restore(session);
        foreach (var (id, timeMs) in state.SeenIds)
            aggregate._seen.GetOrAdd(id, out _).TimeMs = timeMs;
        aggregate.MarkOpenChanged(state.Told ?? new PartitionPosition(state.NextOffset, state.ClockMs));
        return aggregate;
    }

    private void Advance(long arrivalMs)
    {
        if (arrivalMs <= ClockMs)
            return;
        ClockMs = arrivalMs;
        _history.AdvanceTo(arrivalMs);
    }

    private void Sweep()
    {
        _nextSweepMs = ClockMs + SweepEveryMs;
        _seen.Expire(ClockMs - PaneTime.AllowedLatenessMs);
        _presence.Expire(ClockMs - (long)PresenceTable.Horizon.TotalMilliseconds);
        _watch.Expire(ClockMs - (long)WatchTable.Horizon.TotalMilliseconds);
    }
}

/// <summary>Caps that bound the memory of a partition.</summary>
public sealed record AggregateLimits
{
    public PaneLimits Pane { get; init; } = new();

    /// <summary>Sessions × cells of the last minute, and sessions whose watch time is followed. Default: 1,000,000.</summary>
    public int Sessions { get; init; } = 1_000_000;

    /// <summary>Tenants; see <see cref="TenantTable"/>. Default: 256.</summary>
    public int Tenants { get; init; } = TenantTable.DefaultLimit;
}

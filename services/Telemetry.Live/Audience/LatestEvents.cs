using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Presence;

namespace Telemetry.Live.Audience;

/// <summary>
/// The latest event of each identity (customer or session), which is active for <see cref="PresenceTable.Horizon"/> after it
/// unless it ends viewing. At equal times the event that ends viewing wins, so the order of arrival does not matter.
/// Not thread-safe.
/// </summary>
/// <param name="breakdown">Follows who is active; null when only the number matters.</param>
internal sealed class LatestEvents(ViewerBreakdown? breakdown)
{
    private static readonly long HorizonMs = (long)PresenceTable.Horizon.TotalMilliseconds;
    private readonly ExpiringTable<Latest> _latest = new();
    private readonly ExpiryQueue _queue = new();
    private long _dueMs;

    private struct Latest
    {
        public CellKey Cell;
        public int System;
        public bool Active, Queued;
    }

    /// <summary>Active identities.</summary>
    public int Active { get; private set; }

    /// <summary>Takes note of an event of the identity; false when a later one is known.</summary>
    public bool See(UInt128 id, in PresenceEntry e)
    {
        ref var slot = ref _latest.GetOrAdd(id, out var existed);
        if (existed && (e.LastMs < slot.TimeMs || (e.LastMs == slot.TimeMs && !Outranks(e, slot.Value))))
            return false;
        if (slot.Value.Active)
            Leave(ref slot.Value);
        slot.TimeMs = e.LastMs;
        slot.Value.Cell = e.Cell;
        slot.Value.System = e.System;
        if (e.Cell.Type.EndsViewing())
            return true;
        slot.Value.Active = true;
        Active++;
        breakdown?.Add(e.Cell, e.System, 1);
        if (!slot.Value.Queued)
        {
            slot.Value.Queued = true;
            _queue.Add(id, e.LastMs);
        }
        return true;
    }

    /// <summary>Ends those whose latest event is a horizon old at a time (Unix ms); false when there are none.</summary>
    public bool AdvanceTo(long nowMs)
    {
        var before = Active;
        _dueMs = nowMs - HorizonMs;
        _queue.TakeUpTo(_dueMs, LookAt);
        return Active != before;
    }

    /// <summary>Forgets what can't count any more; call it after <see cref="AdvanceTo"/>.</summary>
    public void Sweep() => _latest.Expire(_dueMs);

    private void LookAt(UInt128 id)
    {
        ref var slot = ref _latest.GetOrAdd(id, out _);
        slot.Value.Queued = false;
        if (!slot.Value.Active)
            return;
        if (slot.TimeMs <= _dueMs)
        {
            Leave(ref slot.Value);
            return;
        }
        slot.Value.Queued = true;
        _queue.Add(id, slot.TimeMs);
    }

    private void Leave(ref Latest latest)
    {
        latest.Active = false;
        Active--;
        breakdown?.Add(latest.Cell, latest.System, -1);
    }

    // Between events of the same time that both end viewing or both do not, any fixed choice does.
    private static bool Outranks(in PresenceEntry e, in Latest known) =>
        (e.Cell.Type.EndsViewing(), e.Cell.Bits, e.System).CompareTo((known.Cell.Type.EndsViewing(), known.Cell.Bits, known.System)) > 0;
}

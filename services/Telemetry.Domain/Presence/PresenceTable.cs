using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;

namespace Telemetry.Domain.Presence;

/// <summary>The latest event of one session in one cell: who is watching, where, on what.</summary>
/// <param name="Customer">Hash of the customer.</param>
/// <param name="Session">Hash of the session.</param>
/// <param name="Cell">Tenant, event type, device, quality and place of the event.</param>
/// <param name="System">Id of the operating system.</param>
/// <param name="LastMs">Event time of the latest such event, Unix ms.</param>
public readonly record struct PresenceEntry(UInt128 Customer, UInt128 Session, CellKey Cell, int System, long LastMs);

/// <summary>
/// The session table of a partition: for each session and cell the time of the latest event, kept for
/// <see cref="Horizon"/>. From these entries active viewers follow exactly under any filter: filter the entries, take
/// each customer's latest, leave out those that end viewing.
/// </summary>
/// <param name="limit">Most entries; what comes later is left out and counted.</param>
public sealed class PresenceTable(int limit)
{
    /// <summary>A viewer is active for this long after the latest event.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(60);

    private readonly ExpiringTable<Value> _entries = new();
    private readonly List<UInt128> _changed = [];

    private struct Value
    {
        public UInt128 Customer, Session;
        public CellKey Cell;
        public int System;
        public bool Changed;
    }

    /// <summary>Sessions × cells that are kept.</summary>
    public int Count => _entries.Count;

    /// <summary>Takes note of an event; false when the table is full and the event's session and cell are new.</summary>
    public bool See(in TelemetryEvent e)
    {
        var key = KeyOf(e.Customer, e.Session, e.Cell);
        if (_entries.Count >= limit && !_entries.Contains(key))
            return false;
        See(key, new PresenceEntry(e.Customer, e.Session, e.Cell, e.System, e.TimestampMs));
        return true;
    }

    /// <summary>Takes an entry of a table as it was; it counts as changed. The limit does not hold for what is restored.</summary>
    public void Restore(in PresenceEntry entry) => See(KeyOf(entry.Customer, entry.Session, entry.Cell), entry);

    /// <summary>The entries that changed since the last call.</summary>
    public PresenceEntry[] TakeChanges()
    {
        var changes = new PresenceEntry[_changed.Count];
        var at = 0;
        foreach (var key in _changed)
        {
            ref var entry = ref _entries.GetOrAdd(key, out _);
            entry.Value.Changed = false;
            changes[at++] = EntryOf(entry);
        }
        _changed.Clear();
        return changes;
    }

    /// <summary>Makes all entries count as changed.</summary>
    public void MarkChanged()
    {
        _changed.Clear();
        for (var i = 0; i < _entries.Count; i++)
        {
            ref var entry = ref _entries[i];
            entry.Value.Changed = true;
            _changed.Add(entry.Key);
        }
    }

    /// <summary>Drops the entries older than a time. Call it when no change is waiting to be taken.</summary>
    public void Expire(long beforeMs)
    {
        if (_changed.Count == 0)
            _entries.Expire(beforeMs);
    }

    /// <summary>All entries, in no order.</summary>
    public List<PresenceEntry> ToList()
    {
        var entries = new List<PresenceEntry>(Count);
        for (var i = 0; i < _entries.Count; i++)
            entries.Add(EntryOf(_entries[i]));
        return entries;
    }

    private void See(UInt128 key, in PresenceEntry seen)
    {
        ref var entry = ref _entries.GetOrAdd(key, out var existed);
        if (existed && entry.TimeMs >= seen.LastMs)
            return;
        entry.TimeMs = seen.LastMs;
        if (!existed)
            entry.Value = new Value { Customer = seen.Customer, Session = seen.Session, Cell = seen.Cell };
        entry.Value.System = seen.System;
        if (entry.Value.Changed)
            return;
        entry.Value.Changed = true;
        _changed.Add(key);
    }

    /// <summary>The customer belongs to the key: a session id that two customers share must not hide one of them.</summary>
    private static UInt128 KeyOf(UInt128 customer, UInt128 session, CellKey cell) =>
        session ^ UInt128.RotateLeft(customer, 29) ^ ((UInt128)cell.Bits * 0x9E3779B97F4A7C15UL);

    private static PresenceEntry EntryOf(in ExpiringTable<Value>.Entry entry) =>
        new(entry.Value.Customer, entry.Value.Session, entry.Value.Cell, entry.Value.System, entry.TimeMs);
}

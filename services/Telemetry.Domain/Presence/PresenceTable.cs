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
        // The customer belongs to the key: a session id that two customers share must not hide one of them.
        var key = e.Session ^ UInt128.RotateLeft(e.Customer, 29) ^ ((UInt128)e.Cell.Bits * 0x9E3779B97F4A7C15UL);
        if (_entries.Count >= limit && !_entries.Contains(key))
            return false;
        ref var entry = ref _entries.GetOrAdd(key, out var existed);
        if (existed && entry.TimeMs >= e.TimestampMs)
            return true;
        entry.TimeMs = e.TimestampMs;
        if (!existed)
            entry.Value = new Value { Customer = e.Customer, Session = e.Session, Cell = e.Cell };
        entry.Value.System = e.System;
        if (!entry.Value.Changed)
        {
            entry.Value.Changed = true;
            _changed.Add(key);
        }
        return true;
    }

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

    private static PresenceEntry EntryOf(in ExpiringTable<Value>.Entry entry) =>
        new(entry.Value.Customer, entry.Value.Session, entry.Value.Cell, entry.Value.System, entry.TimeMs);
}

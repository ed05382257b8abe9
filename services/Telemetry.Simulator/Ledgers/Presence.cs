using System.Runtime.InteropServices;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Presence;
using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator.Ledgers;

/// <summary>
/// The time of the latest event of each session, event type and quality. Device and place stay the same for a session, so this
/// tells the latest event under every filter. Not safe for two threads at a time.
/// </summary>
internal sealed class Presence
{
    private static readonly long HorizonMs = (long)PresenceTable.Horizon.TotalMilliseconds;
    private const long SweepEveryMs = 10_000;

    private readonly record struct Key(int Session, EventType Type, Quality Quality);

    private readonly record struct Entry(SessionProfile Session, long AtMs);

    private readonly Dictionary<Key, Entry> _entries = [];
    private readonly List<Key> _expired = [];
    private long _nextSweep;

    public void See(in ViewingEvent viewing, long atMs)
    {
        var key = new Key(viewing.Session.Number, viewing.Type, viewing.Quality);
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _);
        if (atMs >= entry.AtMs)
            entry = new Entry(viewing.Session, atMs);
        if (atMs >= _nextSweep)
            Sweep(atMs);
    }

    public (int Viewers, int Sessions) ActiveAt(long atMs, EventFilter filter)
    {
        var viewers = new Dictionary<int, (long AtMs, bool Active)>();
        var sessions = new Dictionary<int, (long AtMs, bool Active)>();
        foreach (var (key, entry) in _entries)
        {
            if (entry.AtMs <= atMs - HorizonMs || entry.AtMs > atMs || !Passes(key, entry.Session, filter))
                continue;
            Latest(viewers, entry.Session.Customer.Number, entry.AtMs, !key.Type.EndsViewing());
            Latest(sessions, key.Session, entry.AtMs, !key.Type.EndsViewing());
        }
        return (viewers.Values.Count(latest => latest.Active), sessions.Values.Count(latest => latest.Active));
    }

    public List<LatestEvent> ToList() => [.. _entries.Select(pair => new LatestEvent(
        pair.Value.Session.Customer.Id,
        pair.Value.Session.Id,
        DateTimeOffset.FromUnixTimeMilliseconds(pair.Value.AtMs),
        pair.Key.Type.Name(),
        pair.Value.Session.Device.Type.Name(),
        pair.Key.Quality.Name(),
        pair.Value.Session.Customer.Place.Country,
        pair.Value.Session.Customer.State,
        pair.Value.Session.Customer.City,
        pair.Value.Session.Customer.TenantOrDefault))];

    private static void Latest(Dictionary<int, (long AtMs, bool Active)> latest, int number, long atMs, bool active)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(latest, number, out var exists);
        // Of two events at the same time the one that ends viewing counts, as in the live view.
        if (!exists || atMs > known.AtMs || (atMs == known.AtMs && !active))
            known = (atMs, active);
    }

    private static bool Passes(Key key, SessionProfile session, EventFilter filter)
    {
        var customer = session.Customer;
        return Allows(filter.EventTypes, key.Type.Name()) && Allows(filter.Qualities, key.Quality.Name())
            && Allows(filter.DeviceTypes, session.Device.Type.Name()) && Allows(filter.Countries, customer.Place.Country)
            && Allows(filter.States, customer.State ?? "") && Allows(filter.Cities, customer.City ?? "")
            && Allows(filter.TenantIds, customer.TenantOrDefault);
    }

    private static bool Allows(IReadOnlyList<string> values, string value) => values.Count == 0 || values.Contains(value, StringComparer.Ordinal);

    /// <summary>Forgets what nobody may ask for any more: see the parameter of <see cref="SimulationLedger.ActiveAt"/>.</summary>
    private void Sweep(long nowMs)
    {
        _nextSweep = nowMs + SweepEveryMs;
        foreach (var (key, entry) in _entries)
        {
            if (entry.AtMs < nowMs - 2 * HorizonMs)
                _expired.Add(key);
        }
        foreach (var key in _expired)
            _entries.Remove(key);
        _expired.Clear();
    }
}

using Telemetry.Domain.Filtering;
using Telemetry.Domain.Presence;

namespace Telemetry.Live.Audience;

/// <summary>
/// Who is watching under one filter: filter the events first, keep those of the last 60 s, take each customer's latest; the
/// customer is active unless that is stop, complete or error. Distinct over all partitions. An event whose time lies ahead
/// (clocks differ) counts at once. Not thread-safe.
/// </summary>
internal sealed class ViewerCounts
{
    private readonly CellMatcher _matcher;
    private readonly LatestEvents _customers;
    private readonly LatestEvents _sessions;

    public ViewerCounts(CellMatcher matcher)
    {
        _matcher = matcher;
        _customers = new LatestEvents(Breakdown);
        _sessions = new LatestEvents(null);
    }

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    public int ActiveViewers => _customers.Active;

    public int ActiveSessions => _sessions.Active;

    public ViewerBreakdown Breakdown { get; } = new();

    /// <summary>Takes note of the latest event of a session in a cell.</summary>
    public void See(in PresenceEntry entry)
    {
        if (!_matcher.Matches(entry.Cell))
            return;
        var customer = _customers.See(entry.Customer, entry);
        var session = _sessions.See(entry.Session, entry);
        if (customer || session)
            Version++;
    }

    /// <summary>Moves the clock (Unix ms).</summary>
    public void AdvanceTo(long nowMs)
    {
        var customers = _customers.AdvanceTo(nowMs);
        var sessions = _sessions.AdvanceTo(nowMs);
        if (customers || sessions)
            Version++;
    }

    /// <summary>Gives back memory of those who left.</summary>
    public void Sweep()
    {
        _customers.Sweep();
        _sessions.Sweep();
    }
}

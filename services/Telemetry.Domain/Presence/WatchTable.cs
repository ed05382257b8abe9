using Telemetry.Domain.Events;
using Telemetry.Domain.Windows;

namespace Telemetry.Domain.Presence;

/// <summary>How long a viewer's session has watched, as its latest event says.</summary>
/// <param name="Key">Hash of session and customer.</param>
/// <param name="TimeMs">Time of the event, Unix ms.</param>
/// <param name="WatchedMs">Cumulative for the session.</param>
public readonly record struct WatchedSession(UInt128 Key, long TimeMs, long WatchedMs);

/// <summary>
/// Turns the cumulative watch time of sessions into what each event adds to it, so that a stretch of time can be told how much was
/// watched in it. Sessions are remembered for <see cref="Horizon"/>. Not thread-safe.
/// </summary>
/// <param name="limit">Most sessions; those that come later add nothing.</param>
public sealed class WatchTable(int limit)
{
    /// <summary>A session that says nothing for longer begins anew, and the time between is not counted.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromMinutes(5);

    private readonly ExpiringTable<long> _watched = new();

    /// <summary>Sessions that are remembered.</summary>
    public int Count => _watched.Count;

    /// <summary>
    /// Milliseconds watched since the session's event before. A session's first event adds nothing, unless it is its start: nobody
    /// knows when what came before was watched. Never negative, and at most the time since the event before and the allowed
    /// lateness, so that one bad player can't spoil a ratio.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="clockMs">The partition's clock: what it has forgotten does not depend on when <see cref="Expire"/> is called.</param>
    public long Add(in TelemetryEvent e, long clockMs)
    {
        if (!(e.WatchSeconds >= 0))
            return 0;
        var key = e.Session ^ UInt128.RotateLeft(e.Customer, 29);
        if (_watched.Count >= limit && !_watched.Contains(key))
            return 0;
        var watchedMs = (long)Math.Round(e.WatchSeconds * 1_000);
        var starts = e.Cell.Type == EventType.Start;
        ref var before = ref _watched.GetOrAdd(key, out var existed);
        if (!existed || before.TimeMs < clockMs - (long)Horizon.TotalMilliseconds)
        {
            (before.TimeMs, before.Value) = (e.TimestampMs, watchedMs);
            return starts ? Math.Min(watchedMs, PaneTime.AllowedLatenessMs) : 0;
        }
        var most = Math.Max(0, e.TimestampMs - before.TimeMs + PaneTime.AllowedLatenessMs);
        var added = Math.Clamp(watchedMs - before.Value, 0, most);
        // An event that was overtaken says less than is known already; a later start says that the player counts from the beginning.
        before.Value = starts && e.TimestampMs > before.TimeMs ? watchedMs : Math.Max(before.Value, watchedMs);
        before.TimeMs = Math.Max(before.TimeMs, e.TimestampMs);
        return added;
    }

    /// <summary>Drops the sessions whose latest event is older than a time.</summary>
    public void Expire(long beforeMs) => _watched.Expire(beforeMs);

    /// <summary>The sessions with an event since a time, in no order.</summary>
    public List<WatchedSession> Since(long fromMs)
    {
        var sessions = new List<WatchedSession>(Count);
        for (var i = 0; i < _watched.Count; i++)
        {
            ref var entry = ref _watched[i];
            if (entry.TimeMs >= fromMs)
                sessions.Add(new WatchedSession(entry.Key, entry.TimeMs, entry.Value));
        }
        return sessions;
    }

    /// <summary>Takes a session of a table as it was.</summary>
    public void Restore(in WatchedSession session)
    {
        ref var entry = ref _watched.GetOrAdd(session.Key, out _);
        (entry.TimeMs, entry.Value) = (session.TimeMs, session.WatchedMs);
    }
}

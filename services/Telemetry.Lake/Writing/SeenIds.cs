using Telemetry.Domain.Events;
using Telemetry.Domain.Presence;
using Telemetry.Domain.Windows;

namespace Telemetry.Lake.Writing;

/// <summary>
/// Tells duplicates as live counting does: an event in time is one when an event of its id was counted whose time is within
/// the lateness horizon of the partition's clock. Live counting looks no further at a late event; here it is written, unless its
/// id arrived within the last minute. The state follows from the last two minutes of messages (see <see cref="ReplayMs"/>), unless a
/// broken producer gives one id to events of different times: such an event may be judged otherwise after a restart.
/// </summary>
internal sealed class SeenIds
{
    /// <summary>How far before an offset, by the partition's clock, messages must be seen again to have its state: the horizon and the clock skew.</summary>
    public const long ReplayMs = PaneTime.AllowedLatenessMs + PaneTime.AllowedSkewMs;

    private const long SweepEveryMs = 15_000;
    private readonly ExpiringTable<Sighting> _ids = new();
    private long _nextSweepMs;

    private struct Sighting
    {
        public long CountedMs; // event time of the event that was counted; 0 when none was
        public long ArrivedMs; // the partition's clock when the id came last
    }

    /// <summary>The partition's clock: the newest arrival, Unix ms.</summary>
    public long ClockMs { get; private set; }

    /// <summary>Ids remembered.</summary>
    public int Count => _ids.Count;

    /// <summary>True when the event is to be written, false for a duplicate.</summary>
    public bool Add(in TelemetryEvent e, long arrivalMs)
    {
        ClockMs = Math.Max(ClockMs, arrivalMs);
        Sweep();
        var horizon = ClockMs - PaneTime.AllowedLatenessMs;
        ref var entry = ref _ids.GetOrAdd(e.EventId, out var existed);
        var late = e.TimestampMs < horizon;
        var isNew = !existed || (late ? entry.Value.ArrivedMs : entry.Value.CountedMs) < horizon;
        entry.Value.ArrivedMs = ClockMs;
        if (isNew && !late)
            entry.Value.CountedMs = e.TimestampMs;
        entry.TimeMs = Math.Max(entry.Value.ArrivedMs, entry.Value.CountedMs);
        return isNew;
    }

    private void Sweep()
    {
        if (ClockMs < _nextSweepMs)
            return;
        _nextSweepMs = ClockMs + SweepEveryMs;
        _ids.Expire(ClockMs - PaneTime.AllowedLatenessMs);
    }
}

namespace Telemetry.Ingestion.Consuming;

/// <summary>
/// How long the oldest message of a partition that is not counted has waited, by this node's own clock: it remembers when the log was
/// seen to be how long. Message times play no part, as producers' clocks may be wrong. For one thread.
/// </summary>
public sealed class LagClock
{
    /// <summary>An end of the log that is not counted yet, and when it was first seen.</summary>
    private readonly record struct SeenEnd(TimeSpan At, long End);

    // A long lag needs no fine steps: this many or so are kept, however long it lasts.
    private const int Steps = 64;

    // What a transaction leaves at the end of a log has offsets and is no message: nobody waits for it.
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(3);
    private readonly List<SeenEnd> _ends = [];
    private long _counted = -1, _received = -1;
    private TimeSpan _movedAt;

    /// <summary>Takes a look at the partition.</summary>
    /// <param name="counted">Messages counted so far.</param>
    /// <param name="received">Messages received so far: those, and the ones on their way.</param>
    /// <param name="end">The same with those that the broker still has.</param>
    /// <param name="now">When that was; never goes back.</param>
    /// <returns>How long the oldest message that is not counted has been known of; zero when there is none.</returns>
    public TimeSpan Sample(long counted, long received, long end, TimeSpan now)
    {
        if (counted != _counted || received != _received)
            (_counted, _received, _movedAt) = (counted, received, now);
        _ends.RemoveRange(0, _ends.FindIndex(seen => seen.End > counted) is >= 0 and var first ? first : _ends.Count);
        if (end <= counted || (received == counted && now - _movedAt >= QuietTime))
        {
            _ends.Clear();
            return TimeSpan.Zero;
        }
        if (_ends.Count == 0)
            _ends.Add(new SeenEnd(now, end));
        else if (end > _ends[^1].End)
            Extend(end, now);
        return now - _ends[0].At;
    }

    private void Extend(long end, TimeSpan now)
    {
        if (now - _ends[^1].At >= (now - _ends[0].At) / Steps)
            _ends.Add(new SeenEnd(now, end));
        else
            _ends[^1] = _ends[^1] with { End = end };
    }
}

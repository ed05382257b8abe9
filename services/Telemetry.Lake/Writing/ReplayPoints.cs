namespace Telemetry.Lake.Writing;

/// <summary>Remembers at which offsets the partition's clock moved on, to find where a restart must read from. Grows to one entry a second.</summary>
internal sealed class ReplayPoints
{
    private const long StepMs = 1_000;
    private readonly Queue<(long ClockMs, long Offset)> _points = [];
    private long _lastMs = long.MinValue;

    /// <summary>Tells the partition's clock after the message at an offset.</summary>
    public void See(long clockMs, long offset)
    {
        if (clockMs < _lastMs + StepMs && _points.Count > 0)
            return;
        _lastMs = clockMs;
        _points.Enqueue((clockMs, offset));
        var oldest = clockMs - SeenIds.ReplayMs - StepMs;
        // The newest point that is old enough stays: from it on everything within the horizon is seen.
        while (_points.Count > 1 && Second().ClockMs <= oldest)
            _points.Dequeue();
    }

    /// <summary>Where to read from; null before the first message.</summary>
    public long? Offset => _points.TryPeek(out var point) ? point.Offset : null;

    private (long ClockMs, long Offset) Second()
    {
        using var points = _points.GetEnumerator();
        points.MoveNext();
        points.MoveNext();
        return points.Current;
    }
}

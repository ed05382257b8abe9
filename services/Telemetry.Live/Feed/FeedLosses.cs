namespace Telemetry.Live.Feed;

/// <summary>
/// Finds out how many events were lost between the nodes that sent them and this one, wherever that was: not taken by Kafka, or deleted
/// there before they were read. Not thread-safe.
/// </summary>
internal sealed class FeedLosses
{
    // A node that starts again is another one; what ended long ago must not stay for ever.
    private const int MaxOrigins = 16_384;
    private readonly Dictionary<(ulong Node, int Partition), long> _next = [];

    /// <summary>Events that should have come before these and did not. Of a node and partition that are new, nothing was awaited.</summary>
    public long Before(FeedOrigin origin)
    {
        if (_next.Count >= MaxOrigins)
            _next.Clear();
        var key = (origin.Node, origin.Partition);
        var lost = _next.TryGetValue(key, out var next) ? Math.Max(0, origin.Before - next) : 0;
        _next[key] = Math.Max(next, origin.Before + origin.Events);
        return lost;
    }

    /// <summary>Begins anew: what comes next was not awaited.</summary>
    public void Forget() => _next.Clear();
}

namespace Telemetry.Live.Feed;

/// <summary>
/// Keeps the events of a feed near a rate: errors always pass and use up the rate, the others pass by chance, each event of a batch
/// with the same one. Not thread-safe.
/// </summary>
/// <param name="perSecond">Events a second; 0 lets everything pass.</param>
internal sealed class FeedSampler(int perSecond)
{
    // What a quiet spell may save up for a burst: a quarter of a second's worth. A burst of errors may borrow a second's worth.
    private readonly double _most = Math.Max(1, perSecond / 4.0);
    // Not every n-th event: producers have rhythms of their own, and one of them would be all that is seen.
    private readonly Random _chance = new();
    private double _allowance = Math.Max(1, perSecond / 4.0);
    private double _share = 1;
    private long _sinceMs;

    /// <summary>Begins a batch of <paramref name="events"/> events, <paramref name="errors"/> of them errors, at a time (Unix ms).</summary>
    public void Begin(int events, int errors, long nowMs)
    {
        if (perSecond == 0)
            return;
        if (_sinceMs != 0)
            _allowance = Math.Min(_most, _allowance + ((nowMs - _sinceMs) * perSecond / 1_000.0));
        _sinceMs = nowMs;
        _share = events == errors ? 1 : Math.Clamp((_allowance - errors) / (events - errors), 0, 1);
    }

    /// <summary>Whether the batch's next event passes.</summary>
    public bool Passes(bool isError)
    {
        if (perSecond == 0)
            return true;
        if (!isError && (_share == 0 || (_share < 1 && _chance.NextDouble() >= _share)))
            return false;
        _allowance = Math.Max(-perSecond, _allowance - 1);
        return true;
    }
}

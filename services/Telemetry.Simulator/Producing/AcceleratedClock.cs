namespace Telemetry.Simulator.Producing;

/// <summary>A clock that starts at a given instant and runs faster than the one behind it; its timers fire that much sooner.</summary>
/// <param name="inner">The clock behind it.</param>
/// <param name="start">What it shows now.</param>
/// <param name="factor">How many times faster it runs, at least 1.</param>
internal sealed class AcceleratedClock(TimeProvider inner, DateTimeOffset start, double factor) : TimeProvider
{
    private static readonly TimeSpan ShortestTimer = TimeSpan.FromMilliseconds(1);
    private readonly long _began = inner.GetTimestamp();

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => start + inner.GetElapsedTime(_began) * factor;

    public override long GetTimestamp() => (long)((inner.GetTimestamp() - _began) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, Shorten(dueTime), Shorten(period));

    // Zero and infinite mean the same at any speed; anything else must not become zero, which would fire once only.
    private TimeSpan Shorten(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
            return time;
        var shortened = time / factor;
        return shortened > ShortestTimer ? shortened : ShortestTimer;
    }
}

namespace Telemetry.Simulator.Producing;

/// <summary>
/// Says how many messages may go now, so that the rate holds on average and messages leave evenly. A short delay is caught up
/// gently; a debt of more than a second is forgiven, because a burst of old messages is no realistic load.
/// </summary>
/// <param name="perSecond">Messages per second of <paramref name="clock"/>.</param>
/// <param name="slice">How often <see cref="Due"/> is asked, in time of <paramref name="clock"/>.</param>
/// <param name="clock">What time it is.</param>
internal sealed class Pacer(double perSecond, TimeSpan slice, TimeProvider clock)
{
    // Catching up takes at most three times the normal number in a slice.
    private const double MostSlices = 4;

    private readonly double _most = Math.Max(1, perSecond * slice.TotalSeconds * MostSlices);
    private readonly long _from = clock.GetTimestamp();
    private double _granted;

    /// <summary>Messages that the rate promised and that were forgiven.</summary>
    public long Forgiven { get; private set; }

    /// <summary>Takes what may go now; whoever asks is expected to send that many.</summary>
    public int Due()
    {
        var owed = clock.GetElapsedTime(_from).TotalSeconds * perSecond - _granted;
        var tooMuch = owed - Math.Max(perSecond, _most);
        if (tooMuch > 0)
        {
            Forgiven += (long)tooMuch;
            _granted += tooMuch;
            owed -= tooMuch;
        }
        var due = (int)Math.Min(owed, _most);
        _granted += due;
        return due;
    }
}

using Telemetry.Domain.Events;
using Telemetry.Simulator.Catalogue;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Sessions;

/// <summary>What the viewer means to do when the session begins, if nothing goes wrong.</summary>
/// <param name="From">Play head at the start, seconds; above 0 when an earlier session is continued.</param>
/// <param name="Until">Play head at which the viewer leaves, seconds; the title's duration when it is watched to the end.</param>
/// <param name="Quality">First quality.</param>
/// <param name="StartupTimeMs">Join time, ms.</param>
internal readonly record struct SessionIntent(double From, double Until, Quality Quality, int StartupTimeMs)
{
    public static SessionIntent Draw(SessionProfile session, SeededRandom random)
    {
        var quality = session.Device.Wish.Draw(random);
        while (quality > Quality.Sd && session.BandwidthMbps < quality.NeedMbps() * 1.05 && random.Chance(0.8))
            quality--;
        double duration = session.Title.DurationSeconds;
        var from = random.Chance(0.14) ? Math.Floor(duration * random.Between(0.08, 0.6)) : 0;
        var until = Math.Clamp(Math.Round(duration * DrawShare(session, from > 0, random)), Math.Min(from + 20, duration), duration);
        return new SessionIntent(from, until, quality, DrawStartup(session, random));
    }

    /// <summary>Share of the title at which the viewer leaves: some try a few minutes, some give up on the way, some finish.</summary>
    private static double DrawShare(SessionProfile session, bool continued, SeededRandom random)
    {
        var length = session.Title.DurationSeconds switch { > 3600 => -0.1, < 1200 => 0.13, _ => 0 };
        var finishes = Math.Clamp(0.4 + session.Device.FinishBonus + length + (continued ? 0.12 : 0), 0.05, 0.9);
        var share = random.Share();
        if (share < finishes)
            return random.Chance(0.75) ? 1 : random.Between(0.91, 0.995); // the rest leaves during the credits
        return share < finishes + 0.22 ? random.Between(0.01, 0.09) : random.Between(0.08, 0.9);
    }

    private static int DrawStartup(SessionProfile session, SeededRandom random)
    {
        var slowLine = 1 + 5 / (session.BandwidthMbps + 2);
        var milliseconds = random.LogNormal(session.Device.StartupMedianMs, 0.42) * session.Customer.Network.StartupFactor * slowLine;
        return (int)Math.Clamp(milliseconds, 120, 30_000);
    }
}

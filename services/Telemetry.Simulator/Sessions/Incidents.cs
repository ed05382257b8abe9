using Telemetry.Domain.Events;
using Telemetry.Simulator.Catalogue;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Sessions;

/// <summary>
/// How often what happens while playing, per second of playing. Incidents are independent of each other and of the past, so
/// the time to the next is exponential and its kind is drawn in proportion to the rates.
/// </summary>
internal readonly record struct Incidents(double Pauses, double Seeks, double Errors, double Stalls, double QualityChanges)
{
    /// <summary>Share of errors that end the session; players recover from the others.</summary>
    public const double FatalErrorShare = 0.42;

    /// <summary>Below this multiple of what a quality needs, the player steps down.</summary>
    public const double TightLine = 1.2;

    // Above this multiple of what the next quality needs, the player steps up.
    private const double RoomyLine = 1.8;

    public double PerSecond => Pauses + Seeks + Errors + Stalls + QualityChanges;

    public static Incidents Of(SessionProfile session, Quality quality, double bandwidthMbps)
    {
        var ratio = bandwidthMbps / quality.NeedMbps();
        var customer = session.Customer;
        return new Incidents(
            Pauses: 1 / 1200.0,
            Seeks: 1 / 700.0,
            Errors: 0.0004 * customer.Network.ErrorFactor,
            Stalls: (0.0004 + Math.Min(0.012, 0.03 * Math.Exp(-1.05 * ratio))) * customer.Provider.StallFactor,
            QualityChanges: QualityChangeRate(quality, ratio, bandwidthMbps));
    }

    public EventType Draw(SeededRandom random)
    {
        var at = random.Share() * PerSecond;
        if ((at -= Pauses) < 0)
            return EventType.Pause;
        if ((at -= Seeks) < 0)
            return EventType.Seek;
        if ((at -= Errors) < 0)
            return EventType.Error;
        return at < Stalls ? EventType.Buffer : EventType.QualityChange;
    }

    private static double QualityChangeRate(Quality quality, double ratio, double bandwidthMbps)
    {
        if (quality > Quality.Sd && ratio < TightLine)
            return 1 / 30.0;
        var roomAbove = quality < Quality.Uhd && bandwidthMbps > (quality + 1).NeedMbps() * RoomyLine;
        return roomAbove ? 1 / 400.0 : 0;
    }
}

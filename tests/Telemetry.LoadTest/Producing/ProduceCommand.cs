using Telemetry.LoadTest.Streams;

namespace Telemetry.LoadTest.Producing;

/// <summary>To the producer: send a phase, right after what was asked before. Rate 0: wait for all acknowledgements instead.</summary>
internal sealed record ProduceCommand(int Phase, int Rate, int Seconds);

/// <summary>From the producer: a phase began, ended, or everything was flushed.</summary>
/// <param name="Phase">The phase, see <see cref="LoadPhase"/>.</param>
/// <param name="Events">Events of the phase so far.</param>
/// <param name="Fingerprints">The sum of their fingerprints.</param>
/// <param name="LatestMilliseconds">How late the latest slice was against the clock.</param>
/// <param name="Undelivered">Events that the broker has not acknowledged; final after a flush.</param>
internal sealed record ProducerReport(int Phase, long Events, ulong Fingerprints, double LatestMilliseconds, long Undelivered)
{
    public PhaseSum Sum => new(Phase, Events, Fingerprints);
}

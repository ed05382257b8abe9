using Telemetry.Domain.Filtering;
using Telemetry.Domain.Sketches;

namespace Telemetry.Live.Views;

/// <summary>Start-up times of some stretch of time, ms. They are kept by tenant, so the other filters don't narrow them.</summary>
/// <param name="Samples">Starts that carried a time.</param>
/// <param name="P50Ms">Half of them took no longer; null without samples.</param>
/// <param name="P95Ms">95 in 100 took no longer; null without samples.</param>
internal readonly record struct StartupTimes(long Samples, double? P50Ms, double? P95Ms)
{
    /// <summary>Of one stretch: sketches by tenant.</summary>
    public static StartupTimes Of(IReadOnlyDictionary<int, QuantileSketch> startup, CellMatcher matcher) => Of([startup], matcher);

    /// <summary>Of several stretches together.</summary>
    public static StartupTimes Of(ReadOnlySpan<IReadOnlyDictionary<int, QuantileSketch>> stretches, CellMatcher matcher)
    {
        QuantileSketch? total = null;
        var shared = false; // a single sketch is read in place
        foreach (var stretch in stretches)
        {
            foreach (var (tenant, sketch) in stretch)
            {
                if (!matcher.MatchesTenant(tenant))
                    continue;
                if (total is null)
                {
                    (total, shared) = (sketch, true);
                    continue;
                }
                if (shared)
                    (total, shared) = (total.Copy(), false);
                total.Add(sketch);
            }
        }
        return new StartupTimes(total?.Count ?? 0, total?.Quantile(0.5), total?.Quantile(0.95));
    }
}

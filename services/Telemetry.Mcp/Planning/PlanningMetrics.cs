using System.Diagnostics.Metrics;
using Telemetry.Semantics.Planning;

namespace Telemetry.Mcp.Planning;

/// <summary>
/// How long planning takes in this server, without the way to it and back: the histogram <c>telemetry.mcp.planning.duration</c>, in
/// seconds, with the tag <c>outcome</c> (plan, clarification, refusal and so on).
/// </summary>
internal sealed class PlanningMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Telemetry.Mcp";

    private readonly Histogram<double> _duration;

    public PlanningMetrics(IMeterFactory meters) => _duration = meters.Create(MeterName).CreateHistogram(
        "telemetry.mcp.planning.duration", "s", "Time to turn a question into a plan, a question asked back, or a refusal.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 20] });

    public void Record(TimeSpan duration, PlannedKind outcome) =>
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));
}

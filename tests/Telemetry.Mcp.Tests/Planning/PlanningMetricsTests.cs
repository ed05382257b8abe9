using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Mcp.Planning;
using Telemetry.Semantics.Planning;

namespace Telemetry.Mcp.Tests.Planning;

public sealed class PlanningMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<PlanningMetrics>().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Each_planning_is_told_in_seconds_with_what_came_of_it()
    {
        var metrics = _services.GetRequiredService<PlanningMetrics>();
        // The factory gives the meter that the metrics have: others in this process record into theirs.
        var meter = _services.GetRequiredService<IMeterFactory>().Create(PlanningMetrics.MeterName);
        var told = new List<(double Seconds, object? Outcome)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (ReferenceEquals(instrument.Meter, meter)) listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => told.Add((seconds, tags[0].Value)));
        listener.Start();

        metrics.Record(TimeSpan.FromMilliseconds(3), PlannedKind.Clarification);

        Assert.Equal([(0.003, "clarification")], told);
    }
}

using Telemetry.Domain.Cubes;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Windows;
using Telemetry.V1;

namespace Telemetry.Live.Views;

/// <summary>A question for a series whose numbers fit together.</summary>
/// <param name="Metric">What to show.</param>
/// <param name="RangeSeconds">How far back.</param>
/// <param name="StepSeconds">A multiple of <paramref name="PaneSeconds"/>.</param>
/// <param name="PaneSeconds">Length of the panes that it is made of: 5, 60 or 3,600.</param>
/// <param name="Filter">Whose events.</param>
internal sealed record SeriesRequest(Metric Metric, int RangeSeconds, int StepSeconds, int PaneSeconds, EventFilter Filter);

/// <summary>Answers questions for series from the panes of the live view.</summary>
internal sealed class SeriesQuery(LiveView live, ViewerSeries viewers)
{
    public GetSeriesResponse Run(SeriesRequest request)
    {
        var matcher = new CellMatcher(request.Filter, live.Vocabularies);
        var response = new GetSeriesResponse { Unit = UnitOf(request.Metric), StepSeconds = (uint)request.StepSeconds };
        var last = live.NowMs / 1_000 / request.StepSeconds;
        var steps = (request.RangeSeconds + request.StepSeconds - 1) / request.StepSeconds;
        for (var step = last - steps + 1; step <= last; step++)
        {
            var point = new Point { StartUnixMs = step * request.StepSeconds * 1_000 };
            if (ValueOf(request, step, matcher) is { } value)
                point.Value = value;
            response.Points.Add(point);
        }
        return response;
    }

    private static string UnitOf(Metric metric) => metric switch
    {
        Metric.EventsPerSecond => "events/s",
        Metric.ErrorRatePercent or Metric.RebufferingRatioPercent => "%",
        Metric.StartupP50Ms or Metric.StartupP95Ms => "ms",
        Metric.AverageBandwidthMbps => "Mbit/s",
        Metric.ActiveViewers => "viewers",
        _ => "events",
    };

    private double? ValueOf(SeriesRequest request, long step, CellMatcher matcher)
    {
        if (request.Metric == Metric.ActiveViewers)
        {
            var panes = request.StepSeconds * 1_000 / PaneTime.PaneMs;
            return viewers.Last(step * panes, (step + 1) * panes);
        }
        // Nobody counted then: that there was no event is not known.
        if ((step + 1) * request.StepSeconds * 1_000 <= live.FirstCountedMs)
            return null;
        var parts = PanesOf(request, step);
        if (request.Metric is Metric.StartupP50Ms or Metric.StartupP95Ms)
        {
            var startup = StartupTimes.Of([.. parts.Select(part => part.Startup)], matcher);
            return request.Metric == Metric.StartupP50Ms ? startup.P50Ms : startup.P95Ms;
        }
        CellValue all = default;
        var errors = 0L;
        foreach (var part in parts)
        {
            var (inPart, errorsInPart) = EarlierTotals.Sum(part.Cells, matcher);
            all.Add(inPart);
            errors += errorsInPart;
        }
        return request.Metric switch
        {
            Metric.EventsPerSecond => all.Events / SecondsOf(request, step),
            Metric.ErrorRatePercent => all.Events == 0 ? null : 100.0 * errors / all.Events,
            Metric.AverageBandwidthMbps => all.BandwidthMbps,
            Metric.RebufferingRatioPercent => all.RebufferingPercent,
            Metric.Errors => errors,
            _ => all.Events,
        };
    }

    /// <summary>Length of the step; of the last one, which is partial, what has passed of it.</summary>
    private double SecondsOf(SeriesRequest request, long step) =>
        Math.Clamp((live.NowMs / 1_000.0) - (step * request.StepSeconds), 1, request.StepSeconds);

    private IEnumerable<Tally> PanesOf(SeriesRequest request, long step)
    {
        var line = request.PaneSeconds switch
        {
            5 => live.Fine,
            60 => live.MinutePanes,
            _ => live.HourPanes,
        };
        var panes = request.StepSeconds / request.PaneSeconds;
        for (var index = step * panes; index < (step + 1) * panes; index++)
        {
            if (line.Panes.TryGetValue(index, out var pane))
                yield return pane;
        }
    }
}

using Google.Protobuf.Collections;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Views;
using Telemetry.V1;

namespace Telemetry.Live.Rendering;

/// <summary>A view's numbers as the messages of the contract.</summary>
internal static class Messages
{
    private static readonly Quality[] QualityOrder = [Quality.Sd, Quality.Hd, Quality.Uhd, Quality.Other];
    private static readonly DeviceType[] DeviceOrder = [DeviceType.Mobile, DeviceType.Web, DeviceType.Tv, DeviceType.Tablet, DeviceType.Other];

    public static Window ToWire(this WindowLength window) => window switch
    {
        WindowLength.OneMinute => Window._1Minute,
        WindowLength.OneHour => Window._1Hour,
        _ => Window._5Minutes,
    };

    public static Metrics MetricsOf(FilteredView view)
    {
        var totals = view.Totals;
        var metrics = new Metrics
        {
            Window = view.Window.ToWire(),
            Events = totals.All.Events,
            Errors = totals.Errors,
            ErrorRatePercent = totals.All.Events == 0 ? 0 : 100.0 * totals.Errors / totals.All.Events,
            EventsPerSecond = Math.Round(view.EventsPerSecond, 3),
            BandwidthSamples = totals.All.BandwidthSamples,
            StartupSamples = view.Startup.Samples,
            BufferingEvents = totals.All.BufferingEvents,
            BufferingDurationMs = totals.All.BufferingMs,
            WatchedMs = totals.All.WatchedMs,
            CountedMs = view.CountedMs,
        };
        if (totals.All.RebufferingPercent is { } rebuffering)
            metrics.RebufferingRatioPercent = rebuffering;
        if (totals.All.BandwidthMbps is { } bandwidth)
            metrics.AverageBandwidthMbps = bandwidth;
        if (view.Startup is { P50Ms: { } p50, P95Ms: { } p95 })
            (metrics.StartupP50Ms, metrics.StartupP95Ms) = (p50, p95);
        if (view.Before is { } before)
            metrics.Before = BeforeOf(before);
        for (var type = EventType.Other; type <= EventType.Complete; type++)
        {
            if (totals.Of(type) is > 0 and var events)
                metrics.ByType.Add(new TypeCount { EventType = type.Name(), Events = events });
        }
        foreach (var (title, events) in view.TitlesByEvents)
            metrics.TopTitles.Add(new TitleCount { TitleId = view.Live.Vocabularies.Titles[(int)title], Events = events, Error = view.TitleError });
        return metrics;
    }

    private static MetricsBefore BeforeOf(EarlierTotals before)
    {
        var metrics = new MetricsBefore { Events = before.All.Events, Errors = before.Errors };
        if (before.All.BandwidthMbps is { } bandwidth)
            metrics.AverageBandwidthMbps = bandwidth;
        if (before.All.RebufferingPercent is { } rebuffering)
            metrics.RebufferingRatioPercent = rebuffering;
        if (before.Startup is { P50Ms: { } p50, P95Ms: { } p95 })
            (metrics.StartupP50Ms, metrics.StartupP95Ms) = (p50, p95);
        return metrics;
    }

    public static Viewers ViewersOf(FilteredView view) =>
        new() { ActiveViewers = view.Viewers.ActiveViewers, ActiveSessions = view.Viewers.ActiveSessions };

    public static QualityDistribution QualityOf(FilteredView view)
    {
        var distribution = new QualityDistribution();
        foreach (var quality in QualityOrder)
            AddSlice(distribution.Slices, quality, view.Viewers.Breakdown.Of(quality), view.Totals.Of(quality));
        return distribution;
    }

    public static DeviceDistribution DevicesOf(FilteredView view)
    {
        var distribution = new DeviceDistribution();
        foreach (var device in DeviceOrder)
        {
            var viewers = view.Viewers.Breakdown.Of(device);
            var count = view.Totals.Of(device);
            if (device == DeviceType.Other && viewers == 0 && count.Events == 0)
                continue;
            distribution.Devices.Add(DeviceOf(view, device, viewers, count));
        }
        return distribution;
    }

    private static DeviceSlice DeviceOf(FilteredView view, DeviceType device, int viewers, EventCount count)
    {
        var slice = new DeviceSlice { Name = device.Name(), ActiveViewers = viewers, Events = count.Events, Errors = count.Errors };
        if (view.Totals.ValueOf(device).BandwidthMbps is { } bandwidth)
            slice.AverageBandwidthMbps = bandwidth;
        foreach (var quality in QualityOrder)
            AddSlice(slice.ByQuality, quality, view.Viewers.Breakdown.Of(device, quality), view.Totals.Of(device, quality));
        foreach (var (system, active) in view.Viewers.Breakdown.Systems(device).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key))
            slice.ByOs.Add(new Slice { Name = SystemName(view.Live.Vocabularies, system), ActiveViewers = active });
        return slice;
    }

    private static string SystemName(Vocabularies vocabularies, int system) =>
        vocabularies.Systems[system] is { Length: > 0 } name ? name : "unknown";

    private static void AddSlice(RepeatedField<Slice> slices, Quality quality, int viewers, EventCount count)
    {
        // "other" is only shown when there is any.
        if (quality != Quality.Other || viewers != 0 || count.Events != 0)
            slices.Add(new Slice { Name = quality.Name(), ActiveViewers = viewers, Events = count.Events, Errors = count.Errors });
    }
}

using Telemetry.Domain.Events;

namespace Telemetry.Domain.Cubes;

/// <summary>What is summed in a cell. Integers only, so that adding and subtracting are exact in any order.</summary>
public record struct CellValue
{
    public long Events;

    /// <summary>Sum of bandwidth in bit/s over the <see cref="BandwidthSamples"/> events that carry it.</summary>
    public long BandwidthBps;
    public long BandwidthSamples;
    public long BufferingEvents;
    public long BufferingMs;

    /// <summary>Watched milliseconds that the events added to their sessions.</summary>
    public long WatchedMs;

    /// <summary>Mean bandwidth, Mbit/s; null without samples.</summary>
    public readonly double? BandwidthMbps => BandwidthSamples > 0 ? BandwidthBps * 1e-6 / BandwidthSamples : null;

    /// <summary>Stalled time as a share of watched time, percent; null without watched time.</summary>
    public readonly double? RebufferingPercent => WatchedMs > 0 ? 100.0 * BufferingMs / WatchedMs : null;

    /// <summary>Counts one event, which added <paramref name="watchedMs"/> to what its session has watched.</summary>
    public void Count(in TelemetryEvent e, long watchedMs)
    {
        Events++;
        WatchedMs += watchedMs;
        BufferingEvents += e.BufferingEvents;
        BufferingMs += e.BufferingMs;
        if (e.BandwidthBps >= 0)
        {
            BandwidthBps += e.BandwidthBps;
            BandwidthSamples++;
        }
    }

    public void Add(in CellValue other)
    {
        Events += other.Events;
        BandwidthBps += other.BandwidthBps;
        BandwidthSamples += other.BandwidthSamples;
        BufferingEvents += other.BufferingEvents;
        BufferingMs += other.BufferingMs;
        WatchedMs += other.WatchedMs;
    }

    /// <summary>Takes out what was added before.</summary>
    public void Subtract(in CellValue other)
    {
        Events -= other.Events;
        BandwidthBps -= other.BandwidthBps;
        BandwidthSamples -= other.BandwidthSamples;
        BufferingEvents -= other.BufferingEvents;
        BufferingMs -= other.BufferingMs;
        WatchedMs -= other.WatchedMs;
    }
}

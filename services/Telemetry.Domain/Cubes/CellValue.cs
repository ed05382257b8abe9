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

    /// <summary>Counts one event.</summary>
    public void Count(in TelemetryEvent e)
    {
        Events++;
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
    }

    /// <summary>Takes out what was added before.</summary>
    public void Subtract(in CellValue other)
    {
        Events -= other.Events;
        BandwidthBps -= other.BandwidthBps;
        BandwidthSamples -= other.BandwidthSamples;
        BufferingEvents -= other.BufferingEvents;
        BufferingMs -= other.BufferingMs;
    }
}

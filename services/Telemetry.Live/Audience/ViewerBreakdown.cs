using System.Runtime.InteropServices;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;

namespace Telemetry.Live.Audience;

/// <summary>Active viewers by quality, device, device and quality, operating system on a device, and place. Not thread-safe.</summary>
internal sealed class ViewerBreakdown
{
    private readonly int[] _qualities = new int[Qualities.Count];
    private readonly int[] _devices = new int[DeviceTypes.Count];
    private readonly int[] _deviceQualities = new int[DeviceTypes.Count * Qualities.Count];
    private readonly Dictionary<int, int>[] _systems = [.. Enumerable.Range(0, DeviceTypes.Count).Select(_ => new Dictionary<int, int>())];
    private readonly Dictionary<int, int> _places = [];

    public int Of(Quality quality) => _qualities[(int)quality];

    public int Of(DeviceType device) => _devices[(int)device];

    public int Of(DeviceType device, Quality quality) => _deviceQualities[((int)device * Qualities.Count) + (int)quality];

    /// <summary>Viewers on a device by id of the operating system.</summary>
    public IReadOnlyDictionary<int, int> Systems(DeviceType device) => _systems[(int)device];

    /// <summary>Viewers by id of the place.</summary>
    public IReadOnlyDictionary<int, int> Places => _places;

    /// <summary>Counts a viewer in (1) or out (−1).</summary>
    public void Add(CellKey cell, int system, int sign)
    {
        _qualities[(int)cell.Quality] += sign;
        _devices[(int)cell.Device] += sign;
        _deviceQualities[((int)cell.Device * Qualities.Count) + (int)cell.Quality] += sign;
        Add(_systems[(int)cell.Device], system, sign);
        Add(_places, cell.Place, sign);
    }

    private static void Add(Dictionary<int, int> counts, int id, int sign)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, id, out _);
        count += sign;
        if (count == 0)
            counts.Remove(id);
    }
}

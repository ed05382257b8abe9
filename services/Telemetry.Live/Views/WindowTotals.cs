using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;

namespace Telemetry.Live.Views;

/// <summary>Events and errors of some part of a window.</summary>
internal struct EventCount
{
    public long Events, Errors;

    public void Add(long events, bool errors)
    {
        Events += events;
        if (errors)
            Errors += events;
    }
}

/// <summary>What passes a filter in a cube, summed along each dimension. Not thread-safe.</summary>
internal sealed class WindowTotals
{
    private readonly long[] _types = new long[EventTypes.Count];
    private readonly EventCount[] _qualities = new EventCount[Qualities.Count];
    private readonly CellValue[] _deviceValues = new CellValue[DeviceTypes.Count];
    private readonly EventCount[] _devices = new EventCount[DeviceTypes.Count];
    private readonly EventCount[] _deviceQualities = new EventCount[DeviceTypes.Count * Qualities.Count];
    private EventCount[] _places = [];
    private readonly List<int> _placeIds = [];
    private CellValue _all;

    /// <summary>Sum of everything that passes.</summary>
    public ref readonly CellValue All => ref _all;

    public long Errors => _types[(int)EventType.Error];

    /// <summary>Ids of the places with events.</summary>
    public IReadOnlyList<int> PlaceIds => _placeIds;

    public long Of(EventType type) => _types[(int)type];

    public EventCount Of(Quality quality) => _qualities[(int)quality];

    public EventCount Of(DeviceType device) => _devices[(int)device];

    public EventCount Of(DeviceType device, Quality quality) => _deviceQualities[((int)device * Qualities.Count) + (int)quality];

    /// <summary>Sums of a device.</summary>
    public ref readonly CellValue ValueOf(DeviceType device) => ref _deviceValues[(int)device];

    public EventCount OfPlace(int place) => place < _places.Length ? _places[place] : default;

    /// <summary>Counts everything anew.</summary>
    public void Recount(Cube cube, CellMatcher matcher)
    {
        Clear();
        var keys = cube.Keys;
        var values = cube.Values;
        for (var i = 0; i < keys.Length; i++)
        {
            ref readonly var value = ref values[i];
            if (value.Events != 0 && matcher.Matches(keys[i]))
                Count(keys[i], value);
        }
    }

    private void Count(CellKey key, in CellValue value)
    {
        var isError = key.Type == EventType.Error;
        var device = (int)key.Device;
        var quality = (int)key.Quality;
        _all.Add(value);
        _types[(int)key.Type] += value.Events;
        _qualities[quality].Add(value.Events, isError);
        _deviceValues[device].Add(value);
        _devices[device].Add(value.Events, isError);
        _deviceQualities[(device * Qualities.Count) + quality].Add(value.Events, isError);
        if (key.Place >= _places.Length)
            Array.Resize(ref _places, Math.Max(key.Place + 1, _places.Length * 2));
        ref var place = ref _places[key.Place];
        if (place.Events == 0)
            _placeIds.Add(key.Place);
        place.Add(value.Events, isError);
    }

    private void Clear()
    {
        _all = default;
        Array.Clear(_types);
        Array.Clear(_qualities);
        Array.Clear(_deviceValues);
        Array.Clear(_devices);
        Array.Clear(_deviceQualities);
        foreach (var id in _placeIds)
            _places[id] = default;
        _placeIds.Clear();
    }
}

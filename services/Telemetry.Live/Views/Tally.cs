using Telemetry.Domain.Cubes;
using Telemetry.Domain.Sketches;

namespace Telemetry.Live.Views;

/// <summary>
/// What all partitions together counted in a stretch of event time or in a window: cells, titles, and start-up times by
/// tenant. Everything is a sum, so parts can be taken out again exactly. Not thread-safe.
/// </summary>
internal sealed class Tally
{
    private readonly Dictionary<int, QuantileSketch> _startup = [];

    public Cube Cells { get; } = new(64);

    public TitleTotals Titles { get; } = new();

    /// <summary>Start-up times in ms, by id of the tenant.</summary>
    public IReadOnlyDictionary<int, QuantileSketch> Startup => _startup;

    /// <summary>The tenant's start-up times, for changing.</summary>
    public QuantileSketch StartupOf(int tenant)
    {
        if (!_startup.TryGetValue(tenant, out var sketch))
            _startup.Add(tenant, sketch = new QuantileSketch());
        return sketch;
    }

    public void Add(Tally other)
    {
        Cells.Add(other.Cells);
        Titles.Add(other.Titles, 1);
        foreach (var (tenant, sketch) in other._startup)
            StartupOf(tenant).Add(sketch);
    }

    /// <summary>Takes out what was added before.</summary>
    public void Subtract(Tally other)
    {
        Cells.Subtract(other.Cells);
        Titles.Add(other.Titles, -1);
        foreach (var (tenant, sketch) in other._startup)
            StartupOf(tenant).Subtract(sketch);
    }

    /// <summary>Drops cells and tenants that nothing is left of.</summary>
    public void Compact()
    {
        Cells.Compact();
        foreach (var (tenant, sketch) in _startup)
        {
            if (sketch.Count == 0)
                _startup.Remove(tenant);
        }
    }

    /// <summary>Empties it and keeps its memory.</summary>
    public void Clear()
    {
        Cells.Clear();
        Titles.Clear();
        _startup.Clear();
    }
}

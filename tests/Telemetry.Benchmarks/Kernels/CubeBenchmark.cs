using BenchmarkDotNet.Attributes;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Benchmarks.Kernels;

/// <summary>A cube of 10,000 cells: changing one, and scanning all under a filter. Time and allocation are per cell.</summary>
[MemoryDiagnoser]
public class CubeBenchmark
{
    private const int Cells = 10_000;
    private readonly Cube _cube = new();
    private readonly CellKey[] _keys = new CellKey[Cells];
    private CellMatcher _matcher = null!;

    [GlobalSetup]
    public void Setup()
    {
        var vocabularies = new Vocabularies();
        var tenant = vocabularies.Tenants.GetOrAdd("default");
        var random = new Random(1);
        for (var i = 0; i < Cells; i++)
        {
            var place = vocabularies.Places.GetOrAdd(new Place($"Country {i % 14}", "", $"City {i % 50}"));
            _keys[i] = new CellKey((Domain.Events.EventType)(i % 11), (Domain.Events.DeviceType)(i % 5), (Domain.Events.Quality)(i % 4), place, tenant);
            _cube.Change(_keys[i]).Events = random.Next(1, 100);
        }
        _matcher = new CellMatcher(new EventFilter { Countries = ["Country 3", "Country 5"], DeviceTypes = ["tv"] }, vocabularies);
    }

    [Benchmark(OperationsPerInvoke = Cells)]
    public void Change()
    {
        foreach (var key in _keys)
            _cube.Change(key).Events++;
        _cube.ClearChanges();
    }

    [Benchmark(OperationsPerInvoke = Cells)]
    public long ScanWithFilter()
    {
        long events = 0;
        var values = _cube.Values;
        var keys = _cube.Keys;
        for (var round = 0; round < Cells / keys.Length; round++)
        {
            for (var i = 0; i < keys.Length; i++)
                events += _matcher.Matches(keys[i]) ? values[i].Events : 0;
        }
        return events;
    }
}

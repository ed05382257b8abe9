using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Ingest;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;

namespace Telemetry.Benchmarks.Kernels;

/// <summary>
/// Parser + window kernel: a message parsed and counted in its pane's cube, on one core, with the panes' cells known
/// (steady state). Time and allocation are per event.
/// </summary>
[MemoryDiagnoser]
public class WindowKernelBenchmark
{
    private const int Events = 10_000;
    private readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly EventParser _parser = new(new Vocabularies());
    private readonly PaneHistory _history = new(new PaneLimits());
    private byte[][] _messages = [];

    [GlobalSetup]
    public void Setup()
    {
        _messages = [.. SampleMessages.Create(Events, seed: 1, _now).Select(message => message.Value)];
        _history.AdvanceTo(_now.ToUnixTimeMilliseconds());
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long ParseAndCount()
    {
        var arrival = _now.ToUnixTimeMilliseconds();
        foreach (var message in _messages)
        {
            _parser.Parse(message, arrival, out var e);
            _history.Count(e, 0);
        }
        return arrival;
    }
}

/// <summary>The whole state of a partition (duplicates, sessions, panes, sketches) growing from nothing; per event.</summary>
[MemoryDiagnoser]
public class PartitionAggregateBenchmark
{
    private const int Events = 10_000;
    private readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private Domain.Events.TelemetryEvent[] _events = [];

    [GlobalSetup]
    public void Setup()
    {
        var parser = new EventParser(new Vocabularies());
        var arrival = _now.ToUnixTimeMilliseconds();
        _events = [.. SampleMessages.Create(Events, seed: 1, _now).Select(message =>
        {
            parser.Parse(message.Value, arrival, out var e);
            return e;
        })];
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long Apply()
    {
        var arrival = _now.ToUnixTimeMilliseconds();
        var aggregate = new PartitionAggregate(0, 0, new AggregateLimits());
        foreach (ref readonly var e in _events.AsSpan())
            aggregate.Apply(e, arrival);
        return aggregate.ClockMs;
    }
}

using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Ingest;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Publishing;

namespace Telemetry.Benchmarks.Kernels;

/// <summary>
/// A delta on its way between nodes: what it costs its owner to write and a gateway to read, and how many bytes travel. 50 events
/// are 20 ms of a partition at 2,500 events a second.
/// </summary>
[MemoryDiagnoser]
public class DeltaBenchmark
{
    private readonly Vocabularies _vocabularies = new();
    private PartitionDelta _delta = null!;
    private DeltaEncoder _encoder = null!;
    private DeltaDecoder _decoder = null!;
    private IReadOnlyList<byte[]> _messages = [];

    [Params(50, 500)]
    public int Events { get; set; }

    /// <summary>Titles and sketches are in every twelfth delta or so.</summary>
    [Params(false, true)]
    public bool WithSummaries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        const int before = 100_000;
        var time = TimeProvider.System.GetUtcNow();
        var now = time.ToUnixTimeMilliseconds();
        var parser = new EventParser(_vocabularies);
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        foreach (var message in SampleMessages.Create(before + Events, seed: 1, time))
        {
            if (parser.Parse(message.Value, now, out var e) is null)
                aggregate.Apply(e, now);
            aggregate.AdvanceTo(aggregate.NextOffset + 1);
            if (aggregate.NextOffset == before)
                aggregate.TakeDelta();
        }
        _delta = aggregate.TakeDelta(WithSummaries)!;
        _encoder = new DeltaEncoder(_vocabularies);
        _decoder = new DeltaDecoder(_vocabularies);
        _messages = _encoder.Encode(_delta);
        Console.WriteLine($"// {Events} events, summaries {WithSummaries}: {_delta.Panes.Sum(pane => pane.Cells.Length)} cells, {_delta.Presence.Count} sessions, {_messages.Sum(message => message.Length)} bytes");
    }

    [Benchmark]
    public int Encode() => _encoder.Encode(_delta).Count;

    [Benchmark]
    public PartitionDelta? Decode()
    {
        PartitionDelta? delta = null;
        foreach (var message in _messages)
            delta = _decoder.Decode(message);
        return delta;
    }

    [Benchmark]
    public DeltaHeader PassOver() => DeltaHeader.Read(_messages[0]);
}

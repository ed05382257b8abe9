using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Ingest;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Benchmarks.Kernels;

/// <summary>From a Kafka value to a checked event; time and allocation are per event.</summary>
[MemoryDiagnoser]
public class ParserBenchmark
{
    private const int Events = 10_000;
    private readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private byte[][] _messages = [];
    private readonly EventParser _parser = new(new Vocabularies());

    [GlobalSetup]
    public void Setup() => _messages = [.. SampleMessages.Create(Events, seed: 1, _now).Select(message => message.Value)];

    [Benchmark(OperationsPerInvoke = Events)]
    public long Parse()
    {
        long sum = 0;
        var arrival = _now.ToUnixTimeMilliseconds();
        foreach (var message in _messages)
        {
            _parser.Parse(message, arrival, out var e);
            sum += e.TimestampMs;
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int PredictiveTokens()
    {
        var tokenizer = _tokenizer;
        var tokens = default(EventTokens);
        foreach (var message in _messages)
            tokenizer.Read(message, ref tokens);
        return tokens[1].Length;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int ReferenceTokens()
    {
        var tokens = default(EventTokens);
        foreach (var message in _messages)
            JsonTokenizer.Read(message, ref tokens);
        return tokens[1].Length;
    }

    private readonly PredictiveTokenizer _tokenizer = new();
}

using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Tests.Samples;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;

namespace Telemetry.Ingestion.Tests.Snapshots;

/// <summary>Random messages of partition 3 whose clock mostly crawls and sometimes leaps, and aggregates that count them.</summary>
internal static class CountedMessages
{
    public const int Partition = 3;

    public static readonly AggregateLimits Limits = new() { Pane = new PaneLimits { Cells = 4, Titles = 3 } };

    private const long Start = 1_790_000_000_000;

    public static (byte[] Json, long ArrivalMs)[] Random(Random random, int count)
    {
        var clock = Start;
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            clock += random.Next(100) switch { 0 => random.Next(10_000_000), < 4 => random.Next(400_000), < 30 => random.Next(6_000), _ => random.Next(300) };
            return (random.Next(30) == 0 ? "{}"u8.ToArray() : SampleEvents.Random(random, clock), clock);
        })];
    }

    public static void Count(this PartitionAggregate aggregate, IEnumerable<(byte[] Json, long ArrivalMs)> messages, Vocabularies vocabularies)
    {
        var parser = new EventParser(vocabularies);
        foreach (var (json, arrivalMs) in messages)
        {
            if (parser.Parse(json, arrivalMs, out var e) is { } rejection)
                aggregate.Reject(rejection.Reason);
            else
                aggregate.Apply(e, arrivalMs);
            aggregate.AdvanceTo(aggregate.NextOffset + 1);
        }
    }

    public static PartitionAggregate New() => new(Partition, 1, Limits);
}

using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Ownership;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Tests.Ownership;

public sealed class StartingPointTests
{
    private static readonly Vocabularies Vocabularies = new();

    [Fact]
    public void A_partition_that_was_never_saved_begins_at_the_earliest_message() => Expect(
        StartingPoint.Of(Row([], nextOffset: 0), new LogBounds(30, 90), Vocabularies, new AggregateLimits()), offset: 30, gone: 0, setAside: null);

    [Fact]
    public void A_state_is_continued_where_it_ends() => Expect(Of(new LogBounds(0, 90)), offset: 50, gone: 0, setAside: null);

    [Fact]
    public void A_state_whose_next_messages_are_gone_is_continued_at_the_earliest_and_says_how_many_are_missing() =>
        Expect(Of(new LogBounds(70, 90)), offset: 70, gone: 20, setAside: null);

    [Fact]
    public void A_state_beyond_the_end_of_the_log_belongs_to_another_topic() =>
        Expect(Of(new LogBounds(0, 49)), offset: 0, gone: 0, setAside: "it ends at offset 50 and the log at 49, so the topic was made anew or cut off");

    [Fact]
    public void A_state_that_can_t_be_read_is_set_aside_with_what_was_found()
    {
        var start = StartingPoint.Of(Row([1, 2, 3], nextOffset: 50), new LogBounds(10, 90), Vocabularies, new AggregateLimits());

        Assert.StartsWith("The snapshot can't be read", start.SetAside, StringComparison.Ordinal);
        Expect(start, offset: 10, gone: 0, start.SetAside);
    }

    private static StartingPoint Of(LogBounds log)
    {
        var aggregate = new PartitionAggregate(3, 1, new AggregateLimits());
        aggregate.AdvanceTo(50);
        return StartingPoint.Of(Row(SnapshotCodec.Encode(aggregate.Capture(), Vocabularies), nextOffset: 50), log, Vocabularies, new AggregateLimits());
    }

    private static PartitionSnapshot Row(byte[] state, long nextOffset) => new(3, 2, nextOffset, 0, state, default);

    private static void Expect(StartingPoint start, long offset, long gone, string? setAside)
    {
        Assert.Equal((offset, gone, setAside), (start.Offset, start.Gone, start.SetAside));
        Assert.Equal(setAside is null && offset >= 50 ? 50 : 0, start.Aggregate.NextOffset);
    }
}

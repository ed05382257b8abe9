using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Tests.Samples;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Ingestion.Tests.Publishing;

namespace Telemetry.Ingestion.Tests.Snapshots;

public sealed class PutAwayTests
{
    private readonly Vocabularies _vocabularies = new();

    [Fact]
    public void An_aggregate_whose_panes_were_put_away_says_what_one_says_that_kept_them() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var encoder = new SnapshotEncoder(_vocabularies);
            PartitionAggregate whole = CountedMessages.New(), saved = CountedMessages.New();
            var position = new PartitionPosition(0, 0);
            foreach (var part in CountedMessages.Random(random, 300).Chunk(20))
            {
                whole.Count(part, _vocabularies);
                saved.Count(part, _vocabularies);
                encoder.Encode(saved.Capture());
                if (random.Next(4) == 0)
                {
                    whole.MarkOpenChanged(position);
                    saved.MarkOpenChanged(position);
                }
                var withSummaries = random.Next(2) == 0;
                Assert.Equal(
                    DeltaText.Of(whole.TakeDelta(withSummaries, evenIfEmpty: true)!, _vocabularies),
                    DeltaText.Of(saved.TakeDelta(withSummaries, evenIfEmpty: true)!, _vocabularies));
                if (random.Next(4) == 0)
                    position = new PartitionPosition(whole.NextOffset, whole.ClockMs);
            }
            Assert.Equal(StateText.Of(whole.Capture(), _vocabularies), StateText.Of(saved.Capture(), _vocabularies));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void A_snapshot_puts_away_every_pane_that_takes_no_event_any_more()
    {
        var aggregate = CountedMessages.New();
        aggregate.Count(CountedMessages.Random(new Random(1), 2_000), _vocabularies);
        aggregate.TakeDelta();
        var encoder = new SnapshotEncoder(_vocabularies);

        encoder.Encode(aggregate.Capture());

        var firstOpen = PaneTime.FirstOpenAt(aggregate.ClockMs);
        var (away, whole) = Indexes(aggregate.History.Fine);
        Assert.NotEmpty(away);
        Assert.NotEmpty(whole);
        Assert.True(away.Max() < firstOpen && whole.Min() >= firstOpen);
        Assert.Equal([PaneTime.MinuteOf(firstOpen)], Indexes(aggregate.History.MinutePanes).Whole.DefaultIfEmpty(PaneTime.MinuteOf(firstOpen)));
        Assert.Equal([PaneTime.HourOf(PaneTime.MinuteOf(firstOpen))], Indexes(aggregate.History.HourPanes).Whole);
    }

    [Fact]
    public void Another_encoder_reads_what_the_first_put_away()
    {
        var aggregate = CountedMessages.New();
        aggregate.Count(CountedMessages.Random(new Random(1), 2_000), _vocabularies);
        aggregate.TakeDelta();
        var before = StateText.Of(aggregate.Capture(), _vocabularies);

        new SnapshotEncoder(_vocabularies).Encode(aggregate.Capture());
        var other = new Vocabularies();
        var decoded = SnapshotCodec.Decode(new SnapshotEncoder(_vocabularies).Encode(aggregate.Capture()), CountedMessages.Partition, other);

        Assert.Equal(before, StateText.Of(decoded, other));
    }

    [Fact]
    public void A_pane_whose_changes_nobody_took_is_not_put_away()
    {
        var aggregate = CountedMessages.New();
        aggregate.Count(CountedMessages.Random(new Random(1), 300), _vocabularies);

        new SnapshotEncoder(_vocabularies).Encode(aggregate.Capture());

        Assert.All(aggregate.History.Fine, pane => Assert.Null(pane.Packed));
        var pane = aggregate.History.Fine.First();
        var exception = Assert.Throws<InvalidOperationException>(() => pane.PutAway(new PackedPane([], pane.Index, new TextTables(_vocabularies))));
        Assert.Contains("has changes that nobody has taken", exception.Message, StringComparison.Ordinal);
    }

    private static (long[] Away, long[] Whole) Indexes(IEnumerable<Pane> panes)
    {
        var of = panes.ToLookup(pane => pane.Packed is not null, pane => pane.Index);
        return ([.. of[true]], [.. of[false]]);
    }
}

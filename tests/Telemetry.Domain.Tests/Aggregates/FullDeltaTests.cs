using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Tests.Samples;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Domain.Tests.Aggregates;

public sealed class FullDeltaTests
{
    private const long Now = 1_790_000_000_000;
    private readonly PartitionAggregate _aggregate = new(0, 1, new AggregateLimits());
    private readonly TelemetryEvent[] _events = SampleEvents.RandomEvents(5, 3_000, Now, new Vocabularies());
    private int _taken;

    [Fact]
    public void The_first_delta_of_an_epoch_is_full_and_the_next_are_not()
    {
        Take(10, stepMs: 1);

        Assert.True(_aggregate.TakeDelta(withSummaries: false) is { IsFull: true, FromOffset: 0 } first && first.Panes.All(pane => pane.Titles is not null));
        Take(10, stepMs: 1);
        Assert.True(_aggregate.TakeDelta() is { IsFull: false, FromOffset: 10, ToOffset: 20 });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Who_has_the_partition_up_to_a_position_gets_the_rest_by_one_full_delta_from_there(int stepMs)
    {
        var cells = new Dictionary<(long, CellKey), CellValue>();
        Take(1_000, stepMs);
        Learn(cells, _aggregate.TakeDelta()!);
        var position = new PartitionPosition(_aggregate.NextOffset, _aggregate.ClockMs);
        for (var lost = 0; lost < 8; lost++)
        {
            Take(200, stepMs);
            _aggregate.TakeDelta();
        }
        var presence = _aggregate.Presence();

        _aggregate.MarkOpenChanged(position);
        var full = _aggregate.TakeDelta(withSummaries: false)!;

        Learn(cells, full);
        Assert.Equal((true, position.Offset, position.ClockMs, _aggregate.NextOffset), (full.IsFull, full.FromOffset, full.FromClockMs, full.ToOffset));
        foreach (var pane in _aggregate.History.Fine)
        {
            for (var i = 0; i < pane.Cells.Count; i++)
                Assert.Equal(pane.Cells.Values[i], cells[(pane.Index, pane.Cells.Keys[i])]);
        }
        Assert.Equal(presence.ToHashSet(), full.Presence.ToHashSet());
    }

    [Fact]
    public void A_position_further_back_than_the_panes_reach_becomes_the_present()
    {
        Take(10, stepMs: 1);
        var position = new PartitionPosition(_aggregate.NextOffset, _aggregate.ClockMs);
        Take(1, stepMs: 400_000);

        _aggregate.MarkOpenChanged(position);

        Assert.True(_aggregate.TakeDelta() is { IsFull: true, FromOffset: 11, ToOffset: 11 });
    }

    [Fact]
    public void A_sign_of_life_says_nothing_but_where_the_partition_is()
    {
        Take(10, stepMs: 1);
        _aggregate.TakeDelta();

        Assert.Null(_aggregate.TakeDelta());
        Assert.True(_aggregate.TakeDelta(evenIfEmpty: true) is { IsFull: false, FromOffset: 10, ToOffset: 10, Panes.Count: 0, Presence.Count: 0 });
    }

    private void Take(int count, int stepMs)
    {
        for (var i = 0; i < count; i++)
        {
            _aggregate.Apply(_events[_taken] with { TimestampMs = Now + ((_taken + 1L) * stepMs) }, Now + ((_taken + 1L) * stepMs));
            _aggregate.AdvanceTo(++_taken);
        }
    }

    private static void Learn(Dictionary<(long, CellKey), CellValue> cells, PartitionDelta delta)
    {
        foreach (var pane in delta.Panes)
        {
            foreach (var (key, value) in pane.Cells)
                cells[(pane.Index, key)] = value;
        }
    }
}

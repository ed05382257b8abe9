using Telemetry.Domain.Aggregates;
using Telemetry.Ingestion.Publishing;

namespace Telemetry.Ingestion.Tests.Publishing;

public sealed class LoggedPartitionTests
{
    private readonly LoggedPartition _log = new();

    public LoggedPartitionTests() => _log.Start(7);

    [Fact]
    public void Deltas_of_another_epoch_are_not_written()
    {
        Assert.Null(Enter(Delta(0, 10, isFull: true, epoch: 6)));
        Assert.NotNull(Enter(Delta(0, 10, isFull: true)));
    }

    [Fact]
    public void An_owner_that_begins_late_does_not_end_the_one_that_replaced_it()
    {
        Assert.False(_log.Start(6));
        Assert.NotNull(Enter(Delta(0, 10, isFull: true)));
    }

    [Fact]
    public void After_a_loss_only_a_full_delta_from_what_arrived_continues()
    {
        Deliver(Delta(0, 10, isFull: true), 100);
        var failed = Enter(Delta(10, 20))!.Value;
        var behind = Enter(Delta(20, 30))!.Value;
        _log.Failed(failed);
        _log.Delivered(behind, At(30), 101);

        Assert.Equal(At(10), _log.LostSince);
        Assert.Null(Enter(Delta(30, 40)));

        Deliver(Delta(10, 40, isFull: true), 102);
        Assert.Null(_log.LostSince);
        Assert.NotNull(Enter(Delta(40, 50)));
    }

    [Fact]
    public void Another_producer_continues_only_with_a_full_delta_as_the_first_may_still_lose_or_deliver_what_it_holds()
    {
        Deliver(Delta(0, 10, isFull: true), 100);
        var held = Enter(Delta(10, 20))!.Value;

        Assert.Null(Enter(Delta(20, 30), "another"));
        Assert.Equal(At(10), _log.LostSince);
        _log.Delivered(held, At(20), 101);
        Assert.Equal(At(20), _log.LostSince);
        Assert.Null(Enter(Delta(20, 40)));

        Assert.NotNull(Enter(Delta(20, 50, isFull: true), "another"));
        Assert.NotNull(Enter(Delta(50, 60), "another"));
        Assert.Null(_log.LostSince);
    }

    [Fact]
    public void A_delta_without_room_loses_nothing_that_is_on_its_way()
    {
        var first = Enter(Delta(0, 10, isFull: true))!.Value;
        Enter(Delta(10, 20));
        _log.Dropped();
        _log.Delivered(first, At(10), 100);

        Assert.Equal(At(10), _log.LostSince);
    }

    [Fact]
    public void When_the_first_delta_is_lost_the_next_full_one_begins_where_it_did()
    {
        Enter(Delta(500, 510, isFull: true));
        _log.Dropped();

        Assert.Equal(new PartitionPosition(500, 4_999), _log.LostSince);
    }

    [Fact]
    public void A_failure_that_is_reported_after_its_replacement_changes_nothing()
    {
        var first = Enter(Delta(0, 10, isFull: true))!.Value;
        Enter(Delta(10, 20));
        _log.Dropped();
        Enter(Delta(0, 30, isFull: true));

        Assert.False(_log.Failed(first));
        Assert.Null(_log.LostSince);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 101)]
    [InlineData(15, 101)]
    [InlineData(20, 103)]
    [InlineData(99, 104)]
    public void A_state_needs_nothing_of_the_log_before_the_first_delta_that_goes_beyond_it(long nextOffset, long expected)
    {
        Deliver(Delta(0, 10, isFull: true), 100);
        Deliver(Delta(10, 20), 101);
        Deliver(Delta(20, 20), 102);
        Deliver(Delta(20, 30), 103);

        Assert.Equal(expected, _log.SafeOffset(nextOffset));
    }

    [Fact]
    public void The_safe_offset_is_known_however_long_nobody_asks()
    {
        Deliver(Delta(0, 1, isFull: true), 0);
        for (var i = 1; i < 10_000; i++)
            Deliver(Delta(i, i + 1), i);

        Assert.Equal(10_000, _log.SafeOffset(10_000));
    }

    [Fact]
    public void A_new_epoch_knows_nothing_of_the_one_before()
    {
        Deliver(Delta(0, 10, isFull: true), 100);
        _log.Start(8);

        Assert.Equal(0, _log.SafeOffset(10));
        Assert.Null(Enter(Delta(10, 20)));
    }

    private long? Enter(PartitionDelta delta, string producer = "one") => _log.Enter(delta, producer);

    private void Deliver(PartitionDelta delta, long logOffset) => _log.Delivered(Enter(delta)!.Value, At(delta.ToOffset), logOffset);

    private static PartitionPosition At(long offset) => new(offset, offset * 10);

    private static PartitionDelta Delta(long from, long to, bool isFull = false, long epoch = 7) =>
        new(0, epoch, from, to, to * 10, [], [], PartitionCounters.None) { IsFull = isFull, FromClockMs = (from * 10) - 1 };
}

using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.Ingestion.Ownership;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Tests.Ownership;

public sealed class PartitionOwnerTests
{
    private const long NowMs = 1_700_000_000_000;

    [Fact]
    public void Nothing_is_told_before_the_log_s_end_at_the_claim_is_reached()
    {
        var owner = Continuing(at: 10, logEnd: 12);
        Count(owner, 10, NowMs);
        Assert.True(owner.IsHeldBack);
        Assert.Null(owner.TakeDelta());

        Count(owner, 11, NowMs);
        var first = owner.TakeDelta()!;

        Assert.Equal((10, 12, true), (first.FromOffset, first.ToOffset, first.IsFull));
        Assert.NotNull(owner.BeginSave());
    }

    [Fact]
    public void A_replay_is_saved_on_its_way_and_the_next_owner_tells_what_this_one_held_back()
    {
        var owner = Continuing(at: 10, logEnd: 1_000);
        Count(owner, 10, NowMs + 10_000);
        Count(owner, 11, NowMs + 120_000); // which closes the pane of the one before
        var saved = SnapshotCodec.Encode(owner.BeginSave()!, new Vocabularies());

        var state = SnapshotCodec.Decode(saved, 0, new Vocabularies());
        var next = new PartitionOwner(PartitionAggregate.Restore(state, 3, new AggregateLimits()), epoch: 3, logEnd: 13, keepsStates: true);
        Assert.Null(next.TakeDelta());
        Count(next, 12, NowMs + 121_000);
        var first = next.TakeDelta()!;

        Assert.Equal((12, 10, 13, true), (state.NextOffset, first.FromOffset, first.ToOffset, first.IsFull));
        Assert.Contains(PaneTime.PaneOf(NowMs + 10_000), first.Panes.Select(pane => pane.Index));
    }

    [Fact]
    public void A_replay_of_more_than_five_minutes_is_told_as_it_goes()
    {
        var owner = Continuing(at: 10, logEnd: 1_000);
        Count(owner, 10, NowMs + 299_999);
        Assert.Null(owner.TakeDelta());

        Count(owner, 11, NowMs + 300_000);

        Assert.NotNull(owner.TakeDelta());
    }

    [Fact]
    public void An_owner_at_the_log_s_end_tells_its_whole_state_at_once()
    {
        Assert.True(Continuing(at: 10, logEnd: 10).TakeDelta()!.IsFull);
    }

    [Fact]
    public void A_first_epoch_holds_nothing_back()
    {
        var owner = new PartitionOwner(new PartitionAggregate(0, 1, new AggregateLimits()), epoch: 1, logEnd: 1_000, keepsStates: true);
        Count(owner, 0, NowMs);

        Assert.NotNull(owner.TakeDelta());
    }

    [Fact]
    public void A_message_that_the_state_holds_is_not_taken_and_the_offset_never_goes_back()
    {
        var owner = Continuing(at: 10, logEnd: 10);

        Assert.False(owner.Takes(9));
        Assert.True(owner.Takes(10));
        owner.AdvanceTo(4);
        Assert.Equal(10, owner.Aggregate.NextOffset);
    }

    [Fact]
    public void One_save_is_under_way_at_a_time_and_a_failed_one_is_made_up_for_by_the_next()
    {
        var owner = Continuing(at: 10, logEnd: 10);
        Assert.Null(owner.BeginSave()); // nothing new
        Count(owner, 10, NowMs);
        Assert.NotNull(owner.BeginSave());
        Count(owner, 11, NowMs);
        Assert.Null(owner.BeginSave());
        owner.NotSaved();

        Assert.Equal(12, owner.BeginSave()!.NextOffset);
        Count(owner, 12, NowMs);
        Assert.Equal(12, owner.Saved());
        Assert.Equal(13, owner.BeginSave()!.NextOffset);
    }

    [Fact]
    public void An_owner_that_let_go_tells_nothing_and_saves_nothing()
    {
        var owner = Continuing(at: 10, logEnd: 10);
        Count(owner, 10, NowMs);
        owner.Retire();

        Assert.Null(owner.TakeDelta(evenIfEmpty: true));
        Assert.Null(owner.BeginSave());
    }

    [Fact]
    public void A_state_that_nobody_could_read_after_the_process_is_not_saved()
    {
        var owner = new PartitionOwner(new PartitionAggregate(0, 1, new AggregateLimits()), epoch: 1, logEnd: 0, keepsStates: false);
        Count(owner, 0, NowMs);

        Assert.Null(owner.BeginSave());
    }

    private static PartitionOwner Continuing(long at, long logEnd)
    {
        var before = new PartitionAggregate(0, 1, new AggregateLimits());
        before.Apply(Event(NowMs, 1), NowMs);
        before.AdvanceTo(at);
        return new PartitionOwner(PartitionAggregate.Restore(before.Capture(), 2, new AggregateLimits()), epoch: 2, logEnd, keepsStates: true);
    }

    private static void Count(PartitionOwner owner, long offset, long atMs)
    {
        owner.Aggregate.Apply(Event(atMs, (ulong)offset + 100), atMs);
        owner.AdvanceTo(offset + 1);
    }

    private static TelemetryEvent Event(long atMs, ulong id) => new()
    {
        EventId = id,
        TimestampMs = atMs,
        Cell = new CellKey(EventType.Heartbeat, DeviceType.Tv, Quality.Hd, 0, 0),
        BandwidthBps = -1,
        StartupMs = -1,
    };
}

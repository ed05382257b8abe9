using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.Views;

/// <summary>One partition whose owners change at random, each continuing from a state that the one before saved some time ago.</summary>
public sealed class TakeOverTests
{
    private const long StartMs = 1_700_000_000_000;
    private static readonly Vocabularies Vocabularies = new();

    [Fact]
    public void Deltas_of_several_owners_in_any_order_and_twice_give_the_state_of_the_last_one() =>
        Prop.ForAll<int>(seed => Interleave(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_view_that_begins_with_a_state_equals_one_that_was_there_from_the_start() =>
        Prop.ForAll<int>(seed => BeginLate(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void A_delta_that_begins_after_what_is_known_changes_nothing()
    {
        var (log, view) = (new Log(new Random(1)), NewView());
        log.Append(30, 10);
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        view.Apply(log.Count(aggregate, 10));
        log.Count(aggregate, 20);
        var before = Shown.Of(view);

        Assert.Equal(DeltaOutcome.Gap, view.Apply(log.Count(aggregate, 30)));
        Assert.Equal(before, Shown.Of(view));

        aggregate.MarkOpenChanged(new PartitionPosition(10, StartMs));
        Assert.Equal(DeltaOutcome.Applied, view.Apply(aggregate.TakeDelta()!));
        view.AdvanceTo(log.NowMs);
        Assert.Equal(Shown.Of(log.Reference()), Shown.Of(view));
    }

    [Fact]
    public void The_first_delta_of_an_epoch_has_to_be_a_full_one()
    {
        var (log, view) = (new Log(new Random(1)), NewView());
        log.Append(30, 10);
        var aggregate = new PartitionAggregate(0, 2, new AggregateLimits());
        var first = log.Count(aggregate, 10);
        view.Apply(first with { Epoch = 1 });

        Assert.Equal(DeltaOutcome.Gap, view.Apply(log.Count(aggregate, 20)));
    }

    [Fact]
    public void What_a_view_knows_is_told_from_what_may_be_new_by_epoch_and_offsets()
    {
        var known = new ViewPosition(5, 100, IsHeard: true);

        Assert.False(known.MayGainFrom(4, 90, 200, isFull: true)); // void
        Assert.False(known.MayGainFrom(5, 80, 100, isFull: false)); // applied
        Assert.False(known.MayGainFrom(5, 10, 99, isFull: false));
        Assert.True(known.MayGainFrom(5, 80, 100, isFull: true)); // may bring titles again that were lost
        Assert.True(known.MayGainFrom(5, 100, 100, isFull: false)); // titles alone, or a sign of life
        Assert.True(known.MayGainFrom(5, 90, 101, isFull: false));
        Assert.True(known.MayGainFrom(6, 0, 50, isFull: true));
        Assert.True((known with { IsHeard = false }).MayGainFrom(5, 0, 50, isFull: true));
    }

    private static void Interleave(Random random)
    {
        var log = new Log(random);
        var view = NewView();
        var owners = new List<Owner>();
        var sent = new List<PartitionDelta>();
        for (var step = 0; step < 60; step++)
        {
            log.Append(random.Next(30), random.Next(5) == 0 ? 20_000 : 800);
            view.AdvanceTo(log.NowMs);
            if (owners.Count == 0 || random.Next(8) == 0)
                owners.Add(log.TakeOver(owners.LastOrDefault()));
            // Owners that were replaced don't know it yet and go on for a while.
            var owner = random.Next(3) == 0 ? owners[random.Next(owners.Count)] : owners[^1];
            Send(log.Advance(owner));
            if (random.Next(3) == 0)
                view.Apply(sent[random.Next(sent.Count)]);
        }
        Send(log.Finish(owners[^1]));
        foreach (var delta in sent)
            view.Apply(delta);

        Assert.Equal(Shown.Of(log.Reference()), Shown.Of(view));

        void Send(PartitionDelta? delta)
        {
            if (delta is null)
                return;
            sent.Add(delta);
            Assert.NotEqual(DeltaOutcome.Gap, view.Apply(delta));
        }
    }

    private static void BeginLate(Random random)
    {
        var log = new Log(random);
        var early = NewView();
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        LiveView? late = null;
        for (var step = 0; step < 40; step++)
        {
            log.Append(random.Next(1, 40), random.Next(4) == 0 ? 60_000 : 2_000);
            early.AdvanceTo(log.NowMs);
            late?.AdvanceTo(log.NowMs);
            var delta = log.Count(aggregate, log.End);
            early.Apply(delta);
            late?.Apply(delta);
            if (late is null && random.Next(20) == 0)
            {
                late = NewView(log.NowMs);
                late.Load(1, Copy(aggregate.Capture()));
            }
        }
        if (late is not null)
            Assert.Equal(Shown.Of(early), Shown.Of(late));
    }

    private static PartitionState Copy(PartitionState state) =>
        SnapshotCodec.Decode(SnapshotCodec.Encode(state, Vocabularies), state.Partition, Vocabularies);

    private static LiveView NewView(long nowMs = StartMs) => new(Vocabularies, new LiveViewLimits(), nowMs);

    /// <summary>An owner with what it has counted and what it saved last.</summary>
    private sealed class Owner(PartitionAggregate aggregate, PartitionState state)
    {
        public PartitionAggregate Aggregate => aggregate;

        public PartitionState Saved { get; set; } = state;
    }

    private sealed class Log(Random random)
    {
        private readonly RandomEvents _events = new(random, Vocabularies, StartMs);
        private readonly List<(TelemetryEvent Event, long ArrivalMs)> _messages = [];
        private long _epoch;

        public long NowMs => _events.NowMs;

        public int End => _messages.Count;

        public void Append(int count, int stepMs)
        {
            for (var i = 0; i < count; i++)
                _messages.Add(_events.Next(stepMs));
        }

        /// <summary>A new owner, which has read to the end before it says anything.</summary>
        public Owner TakeOver(Owner? before)
        {
            var state = before?.Saved ?? PartitionState.Empty(0);
            var aggregate = PartitionAggregate.Restore(state, ++_epoch, new AggregateLimits());
            Apply(aggregate, End);
            return new Owner(aggregate, state);
        }

        /// <summary>Counts some messages more; now and then the state is saved.</summary>
        public PartitionDelta? Advance(Owner owner)
        {
            Apply(owner.Aggregate, random.Next((int)owner.Aggregate.NextOffset, End + 1));
            var delta = owner.Aggregate.TakeDelta(withSummaries: random.Next(3) == 0, evenIfEmpty: random.Next(5) == 0);
            if (random.Next(4) == 0 && delta is not null)
                owner.Saved = Copy(owner.Aggregate.Capture());
            return delta;
        }

        public PartitionDelta? Finish(Owner owner)
        {
            Apply(owner.Aggregate, End);
            return owner.Aggregate.TakeDelta(evenIfEmpty: true);
        }

        public PartitionDelta Count(PartitionAggregate aggregate, int end)
        {
            Apply(aggregate, end);
            return aggregate.TakeDelta(evenIfEmpty: true)!;
        }

        /// <summary>A view of one owner that counted everything.</summary>
        public LiveView Reference()
        {
            var view = NewView();
            var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
            for (var end = 0; end < End; end++)
            {
                view.AdvanceTo(_messages[end].ArrivalMs);
                view.Apply(Count(aggregate, end + 1));
            }
            view.AdvanceTo(NowMs);
            return view;
        }

        private void Apply(PartitionAggregate aggregate, int end)
        {
            for (var offset = (int)aggregate.NextOffset; offset < end; offset++)
                aggregate.Apply(_messages[offset].Event, _messages[offset].ArrivalMs);
            aggregate.AdvanceTo(Math.Max(end, aggregate.NextOffset));
        }
    }
}

using System.Collections.Concurrent;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Tests.Snapshots;

/// <summary>What every store of snapshots must do.</summary>
public abstract class SnapshotStoreContract
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);

    /// <summary>Of the rows of this test; others may be in the same database.</summary>
    private readonly string _name = Guid.NewGuid().ToString("N");

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A store on the rows of this name, on the same database whenever it is asked for, as another process would open it.</summary>
    protected abstract ISnapshotStore Open(string name);

    protected abstract Task<IReadOnlyList<UnreadableSnapshot>> ReadSetAsideAsync(ISnapshotStore store, int partition);

    protected ISnapshotStore Open() => Open(_name);

    [Fact]
    public async Task The_first_claim_is_epoch_1_of_an_empty_state()
    {
        var claimed = await Open().ClaimAsync(4, Stop);
        Assert.Equal((4, 1L, 0L, 0L), (claimed.Partition, claimed.Epoch, claimed.NextOffset, claimed.DeltaOffset));
        Assert.True(claimed.State.IsEmpty);
    }

    [Fact]
    public async Task Each_claim_raises_the_epoch_and_brings_what_was_saved_last()
    {
        var saved = Snapshot(partition: 4, epoch: 1, nextOffset: 1L << 40);
        await Open().ClaimAsync(4, Stop);
        await Open().SaveAsync(Snapshot(partition: 4, epoch: 1, nextOffset: 7), Stop);
        await Open().SaveAsync(saved, Stop);

        AssertSame(saved with { Epoch = 2 }, await Open().ClaimAsync(4, Stop));
        AssertSame(saved with { Epoch = 3 }, await Open().ClaimAsync(4, Stop));
        Assert.Equal(1, (await Open().ClaimAsync(5, Stop)).Epoch);
    }

    [Fact]
    public async Task An_owner_hears_whether_it_still_is_one()
    {
        var store = Open();
        await store.ClaimAsync(0, Stop);
        await store.CheckAsync(0, epoch: 1, Stop);

        await Open().ClaimAsync(0, Stop);

        await store.CheckAsync(0, epoch: 2, Stop);
        var fenced = await Assert.ThrowsAsync<FencedException>(() => store.CheckAsync(0, epoch: 1, Stop));
        Assert.Equal((0, 1L, 2L), (fenced.Partition, fenced.Epoch, fenced.Current));
    }

    [Fact]
    public async Task A_save_with_an_epoch_that_is_not_the_rows_is_fenced_and_changes_nothing()
    {
        var store = Open();
        await store.ClaimAsync(0, Stop);
        await store.ClaimAsync(0, Stop);
        var saved = Snapshot(partition: 0, epoch: 2, nextOffset: 20);
        await store.SaveAsync(saved, Stop);

        foreach (var epoch in new[] { 1L, 3L })
        {
            var fenced = await Assert.ThrowsAsync<FencedException>(() => store.SaveAsync(Snapshot(partition: 0, epoch, nextOffset: 99), Stop));
            Assert.Equal((0, epoch, 2L), (fenced.Partition, fenced.Epoch, fenced.Current));
        }
        AssertSame(saved, Assert.Single(await store.ReadAllAsync(Stop)));
    }

    [Fact]
    public async Task A_partition_that_nobody_claimed_can_not_be_saved()
    {
        var fenced = await Assert.ThrowsAsync<FencedException>(() => Open().SaveAsync(Snapshot(partition: 0, epoch: 1, nextOffset: 1), Stop));
        Assert.Equal(0, fenced.Current);
        Assert.Empty(await Open().ReadAllAsync(Stop));
    }

    [Fact]
    public async Task Of_many_claims_at_once_each_gets_an_epoch_of_its_own()
    {
        const int claims = 40;
        var claimed = await Task.WhenAll(Enumerable.Range(0, claims).Select(_ => Task.Run(() => Open().ClaimAsync(1, Stop))));
        Assert.Equal(Enumerable.Range(1, claims).Select(epoch => (long)epoch), claimed.Select(snapshot => snapshot.Epoch).Order());
    }

    [Fact]
    public async Task Saves_and_claims_at_once_never_let_an_older_epoch_overwrite_a_newer_one()
    {
        // Each owner saves until it is fenced, at an offset higher each time, and begins where the one before was when it was claimed.
        const int owners = 12;
        var store = Open();
        var saves = new ConcurrentBag<(long Epoch, long Offset)>();
        var claims = new List<PartitionSnapshot>();
        var running = new List<Task>();
        for (var i = 0; i < owners; i++)
        {
            var claimed = await store.ClaimAsync(2, Stop);
            claims.Add(claimed);
            var first = new TaskCompletionSource();
            running.Add(Task.Run(() => SaveUntilFencedAsync(claimed, first)));
            await first.Task;
        }
        claims.Add(await store.ClaimAsync(2, Stop));
        await Task.WhenAll(running);

        Assert.Equal(owners, saves.Select(save => save.Epoch).Distinct().Count());
        Assert.All(claims, claim => Assert.Equal(saves.Where(save => save.Epoch < claim.Epoch).Select(save => save.Offset).DefaultIfEmpty().Max(), claim.NextOffset));
        Assert.Equal(claims[^1].NextOffset, Assert.Single(await store.ReadAllAsync(Stop)).NextOffset);

        async Task SaveUntilFencedAsync(PartitionSnapshot claimed, TaskCompletionSource first)
        {
            var own = Open();
            for (var offset = claimed.NextOffset + 1; ; offset++)
            {
                try
                {
                    await own.SaveAsync(Snapshot(2, claimed.Epoch, offset), Stop);
                    saves.Add((claimed.Epoch, offset));
                }
                catch (FencedException)
                {
                    first.TrySetResult();
                    return;
                }
                catch (Exception exception)
                {
                    first.TrySetException(exception);
                    throw;
                }
                first.TrySetResult();
            }
        }
    }

    [Fact]
    public async Task All_partitions_that_were_ever_claimed_are_read_in_order()
    {
        var store = Open();
        foreach (var partition in new[] { 11, 2, 0 })
            await store.ClaimAsync(partition, Stop);
        var saved = Snapshot(partition: 2, epoch: 1, nextOffset: 5);
        await store.SaveAsync(saved, Stop);

        var all = await Open().ReadAllAsync(Stop);
        Assert.Equal([0, 2, 11], all.Select(snapshot => snapshot.Partition));
        AssertSame(saved, all[1]);
        Assert.True(all[2].State.IsEmpty);
    }

    [Fact]
    public async Task Groups_and_topics_that_share_a_database_do_not_meet()
    {
        var other = Open(_name + "-other");
        await Open().ClaimAsync(0, Stop);
        await Open().ClaimAsync(0, Stop);
        Assert.Empty(await other.ReadAllAsync(Stop));
        Assert.Equal(1, (await other.ClaimAsync(0, Stop)).Epoch);
    }

    [Fact]
    public async Task A_state_that_is_set_aside_is_kept_and_its_row_emptied_under_the_same_epoch()
    {
        var store = Open();
        await store.ClaimAsync(3, Stop);
        await store.SaveAsync(Snapshot(partition: 3, epoch: 1, nextOffset: 50), Stop);
        var claimed = await store.ClaimAsync(3, Stop);

        await store.SetAsideAsync(claimed, "expected a state, found 'quotes' \"double\" — and more", Stop);

        var row = Assert.Single(await store.ReadAllAsync(Stop));
        Assert.Equal((2L, 0L, 0L, true), (row.Epoch, row.NextOffset, row.DeltaOffset, row.State.IsEmpty));
        var kept = Assert.Single(await ReadSetAsideAsync(store, 3));
        AssertSame(claimed, kept.Snapshot);
        Assert.Equal("expected a state, found 'quotes' \"double\" — and more", kept.Reason);
        await store.SaveAsync(Snapshot(partition: 3, epoch: 2, nextOffset: 1), Stop);
    }

    [Fact]
    public async Task Only_the_newest_that_were_set_aside_are_kept_of_each_partition()
    {
        var store = Open();
        foreach (var partition in new[] { 3, 4 })
        {
            await store.ClaimAsync(partition, Stop);
            for (var i = 1; i <= UnreadableSnapshot.KeptPerPartition + 2; i++)
                await store.SetAsideAsync(Snapshot(partition, epoch: 1, nextOffset: i), $"{i}", Stop);
        }
        foreach (var partition in new[] { 3, 4 })
            Assert.Equal(["5", "4", "3"], (await ReadSetAsideAsync(store, partition)).Select(unreadable => unreadable.Reason));
    }

    [Fact]
    public async Task A_state_can_not_be_set_aside_with_an_epoch_that_is_not_the_rows()
    {
        var store = Open();
        await store.ClaimAsync(3, Stop);
        var saved = Snapshot(partition: 3, epoch: 1, nextOffset: 50);
        await store.SaveAsync(saved, Stop);
        await store.ClaimAsync(3, Stop);

        await Assert.ThrowsAsync<FencedException>(() => store.SetAsideAsync(saved, "too late", Stop));
        AssertSame(saved with { Epoch = 2 }, Assert.Single(await store.ReadAllAsync(Stop)));
        Assert.Empty(await ReadSetAsideAsync(store, 3));
    }

    protected static PartitionSnapshot Snapshot(int partition, long epoch, long nextOffset) =>
        new(partition, epoch, nextOffset, DeltaOffset: nextOffset * 2, new byte[] { 0, 1, 0xFF, (byte)nextOffset }, At);

    private static void AssertSame(PartitionSnapshot expected, PartitionSnapshot actual)
    {
        Assert.Equal(expected with { State = default }, actual with { State = default });
        Assert.Equal(expected.State.ToArray(), actual.State.ToArray());
    }
}

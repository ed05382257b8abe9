using System.Buffers.Binary;
using System.IO.Hashing;
using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Tests.Samples;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Ingestion.Tests.Snapshots;

public sealed class SnapshotCodecTests
{
    [Fact]
    public void An_aggregate_that_moves_from_process_to_process_ends_as_one_that_stayed() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var messages = CountedMessages.Random(random, 300);
            Vocabularies home = new(), away = new();
            PartitionAggregate whole = CountedMessages.New(), moving = CountedMessages.New();
            whole.Count(messages, home);
            for (var from = 0; from < messages.Length;)
            {
                var to = Math.Min(messages.Length, from + 1 + random.Next(120));
                moving.Count(messages[from..to], away);
                var bytes = SnapshotCodec.Encode(moving.Capture(), away);
                away = OtherProcess(random);
                moving = PartitionAggregate.Restore(SnapshotCodec.Decode(bytes, CountedMessages.Partition, away), to, CountedMessages.Limits);
                from = to;
            }
            Assert.Equal(StateText.Of(whole.Capture(), home), StateText.Of(moving.Capture(), away));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void An_encoder_that_is_kept_writes_what_a_new_one_would() =>
        Prop.ForAll<int>(seed =>
        {
            var vocabularies = new Vocabularies();
            var encoder = new SnapshotEncoder(vocabularies);
            var aggregate = CountedMessages.New();
            foreach (var part in CountedMessages.Random(new Random(seed), 300).Chunk(40))
            {
                aggregate.Count(part, vocabularies);
                var state = aggregate.Capture();
                var there = new Vocabularies();
                Assert.Equal(StateText.Of(state, vocabularies), StateText.Of(SnapshotCodec.Decode(encoder.Encode(state), CountedMessages.Partition, there), there));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void No_bytes_are_the_state_of_a_partition_of_which_nothing_was_read()
    {
        var state = SnapshotCodec.Decode(ReadOnlyMemory<byte>.Empty, 7, new Vocabularies());
        Assert.Equal(StateText.Of(PartitionState.Empty(7), new Vocabularies()), StateText.Of(state, new Vocabularies()));
        Assert.Equal(0, state.NextOffset);
    }

    [Fact]
    public void An_empty_state_comes_back_empty()
    {
        var vocabularies = new Vocabularies();
        var bytes = SnapshotCodec.Encode(PartitionState.Empty(7), vocabularies);
        Assert.Equal(StateText.Of(PartitionState.Empty(7), vocabularies), StateText.Of(SnapshotCodec.Decode(bytes, 7, vocabularies), vocabularies));
    }

    [Fact]
    public void What_falls_together_under_other_is_added_up()
    {
        var home = new Vocabularies();
        var aggregate = new PartitionAggregate(CountedMessages.Partition, 1, new AggregateLimits());
        aggregate.Count(CountedMessages.Random(new Random(1), 400), home);
        var state = aggregate.Capture();

        var full = new Vocabularies(new VocabularyLimits { Tenants = 1, Titles = 1, Systems = 1, Places = 1 });
        var folded = SnapshotCodec.Decode(SnapshotCodec.Encode(state, home), CountedMessages.Partition, full);

        Assert.Equal(Totals(state), Totals(folded));
        Assert.All(folded.Fine, pane => Assert.Equal([0], pane.Titles.LowerBounds.Keys));
        Assert.All(folded.Fine, pane => Assert.All(pane.Cells.Keys.ToArray(), key => Assert.Equal((0, 0), (key.Place, key.Tenant))));
        var restored = PartitionAggregate.Restore(folded, 2, new AggregateLimits());
        Assert.Equal(Totals(state), Totals(restored.Capture()));
    }

    [Fact]
    public void A_state_of_another_version_is_named_as_such()
    {
        var (bytes, vocabularies) = Sample();
        bytes[4] = 9;
        var exception = Assert.Throws<UnreadableSnapshotException>(() => SnapshotCodec.Decode(bytes, CountedMessages.Partition, vocabularies));
        Assert.Contains("version 9", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_the_release_before_which_knew_no_table_of_tenants_is_read()
    {
        var vocabularies = new Vocabularies();
        var aggregate = CountedMessages.New();
        aggregate.Count(CountedMessages.Random(new Random(3), 120), vocabularies);
        var state = aggregate.Capture() with { Tenants = [] };
        var bytes = SnapshotCodec.Encode(state, vocabularies);
        bytes = WithChecksum(bytes[..^1]); // without the number of tenants, 0
        bytes[4] = 3;
        Assert.Equal(StateText.Of(state, vocabularies), StateText.Of(SnapshotCodec.Decode(bytes, CountedMessages.Partition, vocabularies), vocabularies));
    }

    [Fact]
    public void A_state_of_another_partition_is_named_as_such()
    {
        var (bytes, vocabularies) = Sample();
        var exception = Assert.Throws<UnreadableSnapshotException>(() => SnapshotCodec.Decode(bytes, 4, vocabularies));
        Assert.Contains("expected the state of partition 4, found that of 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_shortened_state_is_unreadable()
    {
        var (bytes, vocabularies) = Sample();
        for (var length = 1; length < bytes.Length; length++)
        {
            Assert.Throws<UnreadableSnapshotException>(() => SnapshotCodec.Decode(bytes.AsMemory(0, length), CountedMessages.Partition, vocabularies));
            Assert.Throws<UnreadableSnapshotException>(() => SnapshotCodec.Decode(WithChecksum(bytes[..length]), CountedMessages.Partition, vocabularies));
        }
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        var (bytes, vocabularies) = Sample();
        for (var bit = 0; bit < bytes.Length * 8; bit += 3)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<UnreadableSnapshotException>(() => SnapshotCodec.Decode(changed, CountedMessages.Partition, vocabularies));
        }
    }

    [Fact]
    public void Forged_bytes_are_read_or_refused_and_take_little_memory()
    {
        var (bytes, _) = Sample();
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var forged = bytes.ToArray();
            if (random.Next(4) == 0)
                random.NextBytes(forged.AsSpan(random.Next(forged.Length)));
            for (var flips = random.Next(8); flips >= 0; flips--)
                forged[random.Next(random.Next(2) == 0 ? forged.Length : 400)] = (byte)random.Next(256);
            "TSNP\u0001"u8.CopyTo(forged);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SnapshotCodec.Decode(WithChecksum(forged), CountedMessages.Partition, new Vocabularies());
            }
            catch (UnreadableSnapshotException)
            {
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 * forged.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    private static (byte[] Bytes, Vocabularies Vocabularies) Sample()
    {
        var vocabularies = new Vocabularies();
        var aggregate = CountedMessages.New();
        aggregate.Count(CountedMessages.Random(new Random(3), 120), vocabularies);
        return (SnapshotCodec.Encode(aggregate.Capture(), vocabularies), vocabularies);
    }

    /// <summary>As somebody would who wants to get past the checksum.</summary>
    private static byte[] WithChecksum(byte[] bytes)
    {
        if (bytes.Length >= SnapshotCodec.BodyAt)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SnapshotCodec.ChecksumAt), XxHash3.HashToUInt64(bytes.AsSpan(SnapshotCodec.BodyAt)));
        return bytes;
    }

    /// <summary>Vocabularies of a process that has met other texts before.</summary>
    private static Vocabularies OtherProcess(Random random)
    {
        var vocabularies = new Vocabularies();
        for (var i = random.Next(1, 90); i > 0; i--)
        {
            vocabularies.Tenants.GetOrAdd($"tenant {i}");
            vocabularies.Titles.GetOrAdd($"TITLE_{random.Next(20)}");
            vocabularies.Systems.GetOrAdd($"system {i}");
            vocabularies.Places.GetOrAdd(new Place("Norway", "", $"city {i}"));
        }
        return vocabularies;
    }

    private static (string Fine, string Minutes, string Hours, int Presence) Totals(PartitionState state)
    {
        return (Of(state.Fine), Of(state.Minutes), Of(state.Hours), state.Presence.Select(entry => entry.Session).Distinct().Count());

        static string Of(IReadOnlyList<Pane> panes) => string.Join('\n', panes.Select(pane =>
        {
            var cells = pane.Cells.Values.ToArray();
            return $"{pane.Index} {cells.Sum(cell => cell.Events)} {cells.Sum(cell => cell.BandwidthBps)} {cells.Sum(cell => cell.BandwidthSamples)}"
                + $" {cells.Sum(cell => cell.BufferingEvents)} {cells.Sum(cell => cell.BufferingMs)} {cells.Sum(cell => cell.WatchedMs)} {pane.Titles.LowerBounds.Values.Sum()} {pane.Titles.Error}"
                + $" {pane.Sketches.Values.Sum(sketches => sketches.BandwidthMbps.Count)} {pane.Sketches.Values.Sum(sketches => sketches.StartupMs.Count)}";
        }));
    }
}

using System.Buffers.Binary;
using System.IO.Hashing;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>
/// Writes the states of one aggregate as bytes, again and again. Panes that no event enters any more are put away as their bytes: they are
/// most of a state, stay the same from snapshot to snapshot, and take a tenth of the memory. Not thread-safe; <see cref="SnapshotCodec"/>
/// tells the format.
/// </summary>
public sealed class SnapshotEncoder(Vocabularies vocabularies)
{
    private readonly TextTables _texts = new(vocabularies);

    /// <summary>The state as bytes, which <see cref="SnapshotCodec.Decode"/> reads. Done with the state when it returns.</summary>
    public byte[] Encode(PartitionState state)
    {
        // The rest first: it finds out which texts are needed.
        using var rest = new SnapshotWriter();
        var firstOpen = PaneTime.PaneOf(state.ClockMs - PaneTime.AllowedLatenessMs);
        WritePanes(rest, state.Fine, firstOpen);
        WritePanes(rest, state.Minutes, PaneTime.MinuteOf(firstOpen));
        WritePanes(rest, state.Hours, PaneTime.HourOf(PaneTime.MinuteOf(firstOpen)));
        WritePresence(rest, state);
        WriteSeen(rest, state);
        WriteWatched(rest, state);
        WriteTenants(rest, state);

        using var head = new SnapshotWriter();
        head.Raw(SnapshotCodec.Magic);
        head.Byte(SnapshotCodec.Version);
        head.Raw(stackalloc byte[SnapshotCodec.ChecksumBytes]);
        WriteHead(head, state);
        _texts.WriteTo(head);
        byte[] bytes = [.. head.Written, .. rest.Written];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SnapshotCodec.ChecksumAt), XxHash3.HashToUInt64(bytes.AsSpan(SnapshotCodec.BodyAt)));
        return bytes;
    }

    private static void WriteHead(SnapshotWriter writer, PartitionState state)
    {
        writer.Number(state.Partition);
        writer.Number(state.NextOffset);
        writer.Number(state.ClockMs);
        writer.Number(state.Told?.Offset ?? state.NextOffset);
        writer.Number(state.Told?.ClockMs ?? state.ClockMs);
        var counters = state.Counters;
        writer.Number(counters.Counted);
        writer.Number(counters.Late);
        writer.Number(counters.Duplicates);
        writer.Number(counters.Overflowed);
        writer.Number(counters.NewestEventMs);
        writer.Number(counters.InvalidByReason.Count);
        foreach (var (reason, count) in counters.InvalidByReason)
        {
            writer.Sized(System.Text.Encoding.UTF8.GetBytes(reason));
            writer.Number(count);
        }
    }

    private void WritePanes(SnapshotWriter writer, IReadOnlyList<Pane> panes, long firstOpen)
    {
        writer.Number(panes.Count);
        foreach (var pane in panes)
        {
            writer.Number(pane.Index);
            writer.Sized(BlockOf(pane, mayChange: pane.Index >= firstOpen));
        }
    }

    private byte[] BlockOf(Pane pane, bool mayChange)
    {
        if (pane.Packed is PackedPane packed && packed.Texts == _texts)
            return packed.Block;
        var block = PaneBlock.Encode(pane, _texts);
        if (!mayChange && !pane.HasChanges && !pane.HasNewSummaries)
            pane.PutAway(new PackedPane(block, pane.Index, _texts));
        return block;
    }

    private void WritePresence(SnapshotWriter writer, PartitionState state)
    {
        writer.Number(state.Presence.Count);
        foreach (var entry in state.Presence)
        {
            writer.Hash(entry.Customer);
            writer.Hash(entry.Session);
            writer.Unsigned(_texts.Cell(entry.Cell));
            writer.Number(_texts.System(entry.System));
            writer.Signed(state.ClockMs - entry.LastMs);
        }
    }

    private static void WriteWatched(SnapshotWriter writer, PartitionState state)
    {
        writer.Number(state.Watched.Count);
        foreach (var (key, timeMs, watchedMs) in state.Watched)
        {
            writer.Hash(key);
            writer.Signed(state.ClockMs - timeMs);
            writer.Number(watchedMs);
        }
    }

    private void WriteTenants(SnapshotWriter writer, PartitionState state)
    {
        writer.Number(state.Tenants.Count);
        foreach (var (tenant, seenMs) in state.Tenants)
        {
            writer.Number(_texts.Tenant(tenant));
            writer.Signed(state.ClockMs - seenMs);
        }
    }

    private static void WriteSeen(SnapshotWriter writer, PartitionState state)
    {
        writer.Number(state.SeenIds.Count);
        foreach (var (id, timeMs) in state.SeenIds)
        {
            writer.Hash(id);
            writer.Signed(state.ClockMs - timeMs);
        }
    }
}

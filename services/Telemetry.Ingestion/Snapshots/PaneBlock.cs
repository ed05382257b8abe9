using System.Buffers;
using System.IO.Compression;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Sketches;
using Telemetry.Domain.Titles;
using Telemetry.Domain.Windows;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>A pane as bytes, compressed by itself, so that the block of a pane that can't change any more is made once.</summary>
internal static class PaneBlock
{
    /// <summary>How much longer than its compressed form a pane may be: bounds what a forged length can make room for.</summary>
    private const int MaxRatio = 32;
    private const int CompressionQuality = 1, CompressionWindow = 18; // least work; measured in ops/SCALE.md
    private static readonly PaneLimits Unlimited = new() { Cells = int.MaxValue, Titles = int.MaxValue };

    public static byte[] Encode(Pane pane, TextTables texts)
    {
        using var plain = new SnapshotWriter();
        WriteTitles(plain, pane.Titles, texts);
        WriteSketches(plain, pane.Sketches, texts);
        WriteCells(plain, pane.Cells, texts);
        return Compress(plain.Written);
    }

    public static Pane Decode(ReadOnlySpan<byte> block, long index, TextIds texts)
    {
        var plain = Decompress(block, out var length);
        try
        {
            var reader = new SnapshotReader(plain.AsSpan(0, length));
            var pane = new Pane(index, Unlimited);
            ReadTitles(ref reader, pane, texts);
            ReadSketches(ref reader, pane, texts);
            ReadCells(ref reader, pane, texts);
            pane.ClearChanges();
            return pane;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    private static byte[] Compress(ReadOnlySpan<byte> plain)
    {
        var room = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(plain.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(plain, room, out var length, CompressionQuality, CompressionWindow))
                throw new InvalidOperationException($"{plain.Length} bytes did not fit into {room.Length} when compressed.");
            using var block = new SnapshotWriter();
            block.Number(plain.Length);
            block.Raw(room.AsSpan(0, length));
            // What compresses that well is tiny anyway; see MaxRatio.
            for (var padding = (plain.Length / MaxRatio) - length; padding > 0; padding--)
                block.Byte(0);
            return block.Written.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static byte[] Decompress(ReadOnlySpan<byte> block, out int length)
    {
        var reader = new SnapshotReader(block);
        length = (int)reader.Number(Math.Min(block.Length * (long)MaxRatio, int.MaxValue / 2));
        var plain = ArrayPool<byte>.Shared.Rent(length);
        using var decoder = new BrotliDecoder();
        if (decoder.Decompress(reader.Raw(reader.Remaining), plain.AsSpan(0, length), out _, out var written) == OperationStatus.Done && written == length)
            return plain;
        ArrayPool<byte>.Shared.Return(plain);
        throw new UnreadableSnapshotException($"expected a pane of {length} bytes when decompressed, found something else.");
    }

    private static void WriteTitles(SnapshotWriter writer, FrequentItems titles, TextTables texts)
    {
        writer.Number(titles.Error);
        writer.Number(titles.LowerBounds.Count);
        foreach (var (title, count) in titles.LowerBounds)
        {
            writer.Number(texts.Tenant((int)(title >> 32)));
            writer.Number(texts.Title((int)(uint)title));
            writer.Number(count);
        }
    }

    private static void ReadTitles(ref SnapshotReader reader, Pane pane, TextIds texts)
    {
        var error = reader.Number(SnapshotReader.MaxCount);
        var titles = new KeyValuePair<long, long>[reader.Count(3)];
        foreach (ref var title in titles.AsSpan())
            title = new(Pane.TitleKey(texts.Tenant(reader.Number()), texts.Title(reader.Number())), reader.Number(SnapshotReader.MaxCount));
        pane.Titles.Merge(FrequentItems.Of(int.MaxValue, error, titles));
    }

    private static void WriteSketches(SnapshotWriter writer, IReadOnlyDictionary<int, TenantSketches> sketches, TextTables texts)
    {
        writer.Number(sketches.Count);
        foreach (var (tenant, of) in sketches)
        {
            writer.Number(texts.Tenant(tenant));
            WriteSketch(writer, of.BandwidthMbps);
            WriteSketch(writer, of.StartupMs);
        }
    }

    private static void ReadSketches(ref SnapshotReader reader, Pane pane, TextIds texts)
    {
        for (var count = reader.Count(3); count > 0; count--)
        {
            var sketches = pane.SketchesOf(texts.Tenant(reader.Number()));
            sketches.BandwidthMbps.Add(ReadSketch(ref reader));
            sketches.StartupMs.Add(ReadSketch(ref reader));
        }
    }

    private static void WriteSketch(SnapshotWriter writer, QuantileSketch sketch)
    {
        writer.Number(sketch.Buckets().Count());
        foreach (var (bucket, count) in sketch.Buckets())
        {
            writer.Signed(bucket);
            writer.Number(count);
        }
    }

    private static QuantileSketch ReadSketch(ref SnapshotReader reader)
    {
        var buckets = new (int Bucket, long Count)[reader.Count(2)];
        foreach (ref var entry in buckets.AsSpan())
        {
            var bucket = reader.Signed();
            if (!QuantileSketch.IsBucket(bucket))
                throw new UnreadableSnapshotException($"expected a bucket of a sketch, found {bucket}.");
            entry = ((int)bucket, reader.Number(SnapshotReader.MaxCount));
        }
        return QuantileSketch.Of(buckets);
    }

    /// <summary>By key, each as its distance from the one before: neighbours are alike, which makes the block a quarter smaller.</summary>
    private static void WriteCells(SnapshotWriter writer, Cube cells, TextTables texts)
    {
        var keys = new ulong[cells.Count];
        var positions = new int[cells.Count];
        for (var i = 0; i < keys.Length; i++)
            (keys[i], positions[i]) = (texts.Cell(cells.Keys[i]), i);
        Array.Sort(keys, positions);
        writer.Number(keys.Length);
        var last = 0UL;
        for (var i = 0; i < keys.Length; i++)
        {
            ref readonly var value = ref cells.Values[positions[i]];
            writer.Unsigned(keys[i] - last);
            last = keys[i];
            writer.Number(value.Events);
            writer.Number(value.BandwidthSamples);
            writer.Number(value.BandwidthBps);
            writer.Number(value.BufferingEvents);
            writer.Number(value.BufferingMs);
            writer.Number(value.WatchedMs);
        }
    }

    private static void ReadCells(ref SnapshotReader reader, Pane pane, TextIds texts)
    {
        var key = 0UL;
        for (var count = reader.Count(7); count > 0; count--)
        {
            key += reader.Unsigned();
            // Added, not set: cells whose texts there is no room for fall together.
            pane.Cells.Change(texts.Cell(key)).Add(new CellValue
            {
                Events = reader.Number(SnapshotReader.MaxCount),
                BandwidthSamples = reader.Number(SnapshotReader.MaxCount),
                BandwidthBps = reader.Number(),
                BufferingEvents = reader.Number(),
                BufferingMs = reader.Number(),
                WatchedMs = reader.Number(SnapshotReader.MaxCount),
            });
        }
    }
}

using System.IO.Compression;
using Parquet;

namespace Telemetry.Lake.Tables;

/// <summary>
/// Event rows as a Parquet file: sorted by time, dictionary-encoded where values repeat, compressed with zstd, in row groups
/// of at most <see cref="RowsPerGroup"/>, so that a reader can skip what its time range doesn't touch.
/// </summary>
internal static class EventFile
{
    public const int RowsPerGroup = 65_536;

    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = CompressionLevel.Fastest,
        DictionaryEncodingThreshold = 0.5,
        DictionaryEncodingSampleSize = 2_048,
        // The library's pool would keep whatever the largest file needed.
        MaximumSmallPoolFreeBytes = 4 * 1024 * 1024,
        MaximumLargePoolFreeBytes = 16 * 1024 * 1024,
    };

    static EventFile()
    {
        // Ids of events don't repeat; every other text does, in a file that is sorted by time.
        foreach (var column in EventTable.Columns.Where(column => column is TextColumn { Field.Name: not "event_id" }))
            Options.ColumnEncodingHints[column.Field.Path.ToString()] = EncodingHint.Dictionary;
    }

    /// <summary>The file's bytes.</summary>
    public static async Task<byte[]> EncodeAsync(EventRows rows, CancellationToken cancellationToken)
    {
        var order = rows.ByTime().AsMemory();
        using var bytes = new MemoryStream();
        var writer = await ParquetWriter.CreateAsync(EventTable.Schema, bytes, Options, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            for (var from = 0; from < order.Length; from += RowsPerGroup)
            {
                using var group = writer.CreateRowGroup();
                var part = order.Slice(from, Math.Min(RowsPerGroup, order.Length - from));
                foreach (var column in EventTable.Columns)
                    await column.WriteAsync(group, rows.Items, part, cancellationToken).ConfigureAwait(false);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>Appends a file's rows to others.</summary>
    public static async Task DecodeAsync(Stream file, string tenant, EventRows into, CancellationToken cancellationToken)
    {
        var reader = await ParquetReader.CreateAsync(file, Options, leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var rows = new EventRow[(int)group.RowCount];
            foreach (var column in EventTable.Columns)
                await column.ReadAsync(group, rows, cancellationToken).ConfigureAwait(false);
            foreach (ref var row in rows.AsSpan())
                row.Tenant = tenant;
            rows.CopyTo(into.Append(rows.Length));
        }
    }
}

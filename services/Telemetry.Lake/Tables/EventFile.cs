using System.IO.Compression;
using Parquet;

namespace Telemetry.Lake.Tables;

/// <summary>
/// Event rows as a Parquet file: in the order of <see cref="RowOrder"/>, dictionary-encoded where values repeat, numbers as differences,
/// compressed with zstd.
/// </summary>
internal static class EventFile
{
    internal static readonly ParquetOptions Options = new()
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
        foreach (var column in EventTable.Columns)
        {
            Options.ColumnEncodingHints[column.Field.Path.ToString()] = column switch
            {
                // Ids of events don't repeat; every other text does where the rows of a session lie together.
                TextColumn { Field.Name: not "event_id" } => EncodingHint.Dictionary,
                NumberColumn<int> => EncodingHint.DeltaBinaryPacked,
                _ => EncodingHint.Default,
            };
        }
    }

    /// <summary>The file's bytes.</summary>
    public static async Task<byte[]> EncodeAsync(EventRows rows, CancellationToken cancellationToken)
    {
        var file = new EventFileWriter();
        await using (file.ConfigureAwait(false))
        {
            await file.AppendAsync(rows, cancellationToken).ConfigureAwait(false);
            return await file.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Appends a file's rows to others.</summary>
    public static async Task DecodeAsync(Stream file, string tenant, EventRows into, CancellationToken cancellationToken)
    {
        var reader = await ParquetReader.CreateAsync(file, Options, leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var from = into.Count;
            into.Grow((int)group.RowCount);
            foreach (var column in EventTable.Columns)
                await column.ReadAsync(group, into, from, cancellationToken).ConfigureAwait(false);
            for (var row = from; row < into.Count; row++)
                into[row].Tenant = tenant;
        }
    }
}

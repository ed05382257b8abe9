using Parquet;

namespace Telemetry.Lake.Tables;

/// <summary>A file of the events table that is made part by part, each later than the one before. See <see cref="EventFile"/>.</summary>
internal sealed class EventFileWriter : IAsyncDisposable
{
    private readonly MemoryStream _bytes = new();
    private ParquetWriter? _writer;

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Adds rows as row groups of their own.</summary>
    public async Task AppendAsync(EventRows rows, CancellationToken cancellationToken)
    {
        _writer ??= await ParquetWriter.CreateAsync(EventTable.Schema, _bytes, EventFile.Options, cancellationToken: cancellationToken).ConfigureAwait(false);
        var order = RowOrder.Of(rows).AsMemory();
        for (var from = 0; from < order.Length; from += RowOrder.RowsPerGroup)
        {
            using var group = _writer.CreateRowGroup();
            var part = order.Slice(from, Math.Min(RowOrder.RowsPerGroup, order.Length - from));
            foreach (var column in EventTable.Columns)
                await column.WriteAsync(group, rows, part, cancellationToken).ConfigureAwait(false);
        }
        Rows += rows.Count;
    }

    /// <summary>The whole file; nothing can be added after it.</summary>
    public async Task<byte[]> CompleteAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        return _bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is { } writer)
            await writer.DisposeAsync().ConfigureAwait(false);
        _writer = null;
    }
}

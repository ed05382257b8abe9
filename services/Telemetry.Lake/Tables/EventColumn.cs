using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace Telemetry.Lake.Tables;

/// <summary>Reads or changes one field of a row without copying the row.</summary>
internal delegate ref T RowField<T>(ref EventRow row);

/// <summary>A column of the events table: its place in a Parquet file and in an <see cref="EventRow"/>.</summary>
internal abstract class EventColumn(DataField field)
{
    public DataField Field { get; } = field;

    /// <summary>Writes the column of the rows in the given order.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, EventRows rows, ReadOnlyMemory<int> order, CancellationToken cancellationToken);

    /// <summary>Fills the column of the rows from a position on from a row group.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader group, EventRows rows, int from, CancellationToken cancellationToken);
}

/// <summary>A column whose values are of one type in the file; an array for them is borrowed for each row group.</summary>
internal abstract class EventColumn<T>(DataField field) : EventColumn(field)
    where T : struct
{
    protected abstract T? Get(ref EventRow row);

    protected abstract void Set(ref EventRow row, T? value);

    public override async Task WriteAsync(ParquetRowGroupWriter group, EventRows rows, ReadOnlyMemory<int> order, CancellationToken cancellationToken)
    {
        var values = ArrayPool<T?>.Shared.Rent(order.Length);
        try
        {
            for (var i = 0; i < order.Length; i++)
                values[i] = Get(ref rows[order.Span[i]]);
            await group.WriteAsync<T>(Field, values.AsMemory(0, order.Length), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<T?>.Shared.Return(values, clearArray: true); // texts must not be held by the pool
        }
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, EventRows rows, int from, CancellationToken cancellationToken)
    {
        var count = (int)group.RowCount;
        var values = ArrayPool<T?>.Shared.Rent(count);
        try
        {
            await group.ReadAsync<T>(Field, values.AsMemory(0, count), cancellationToken: cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < count; i++)
                Set(ref rows[from + i], values[i]);
        }
        finally
        {
            ArrayPool<T?>.Shared.Return(values, clearArray: true);
        }
    }
}

/// <summary>A numeric column.</summary>
internal sealed class NumberColumn<T>(string name, RowField<T?> value) : EventColumn<T>(new DataField<T?>(name))
    where T : struct
{
    protected override T? Get(ref EventRow row) => value(ref row);

    protected override void Set(ref EventRow row, T? read) => value(ref row) = read;
}

/// <summary>The event time: <c>timestamp(3)</c> without zone, in UTC.</summary>
internal sealed class TimeColumn(string name) : EventColumn<DateTime>(
    new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: false, DateTimeTimeUnit.Millis, isNullable: true))
{
    protected override DateTime? Get(ref EventRow row) => DateTime.UnixEpoch.AddMilliseconds(row.TimestampMs);

    protected override void Set(ref EventRow row, DateTime? read) => row.TimestampMs = (long)(read!.Value - DateTime.UnixEpoch).TotalMilliseconds;
}

/// <summary>A text column. Texts that are read are shared between rows, because most columns have few different ones.</summary>
internal sealed class TextColumn(string name, RowField<string?> value) : EventColumn<ReadOnlyMemory<char>>(new DataField<string>(name))
{
    private const int MaxShared = 50_000;

    protected override ReadOnlyMemory<char>? Get(ref EventRow row) => value(ref row)?.AsMemory();

    protected override void Set(ref EventRow row, ReadOnlyMemory<char>? read) => value(ref row) = read?.ToString();

    public override async Task ReadAsync(ParquetRowGroupReader group, EventRows rows, int from, CancellationToken cancellationToken)
    {
        await base.ReadAsync(group, rows, from, cancellationToken).ConfigureAwait(false);
        var shared = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = from; i < rows.Count; i++)
        {
            if (value(ref rows[i]) is not { } text)
                continue;
            if (shared.TryGetValue(text, out var known))
                value(ref rows[i]) = known;
            else if (shared.Count < MaxShared)
                shared.Add(text, text);
        }
    }
}

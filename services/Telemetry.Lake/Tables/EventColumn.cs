using Parquet;
using Parquet.Schema;

namespace Telemetry.Lake.Tables;

/// <summary>A column of the events table: its place in a Parquet file and in an <see cref="EventRow"/>.</summary>
internal abstract class EventColumn(DataField field)
{
    public DataField Field { get; } = field;

    /// <summary>Writes the column of the rows in the given order.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, EventRow[] rows, ReadOnlyMemory<int> order, CancellationToken cancellationToken);

    /// <summary>Fills the column of the first rows from a row group.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader group, EventRow[] rows, CancellationToken cancellationToken);
}

/// <summary>Reads or changes one field of a row without copying the row.</summary>
internal delegate ref T RowField<T>(ref EventRow row);

/// <summary>A text column. Texts that are read are shared between rows, because most columns have few different ones.</summary>
internal sealed class TextColumn(string name, RowField<string?> value) : EventColumn(new DataField<string>(name))
{
    private const int MaxShared = 50_000;

    public override async Task WriteAsync(ParquetRowGroupWriter group, EventRow[] rows, ReadOnlyMemory<int> order, CancellationToken cancellationToken)
    {
        var values = new ReadOnlyMemory<char>?[order.Length];
        Collect(rows, order.Span, values);
        await group.WriteAsync<ReadOnlyMemory<char>>(Field, values, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, EventRow[] rows, CancellationToken cancellationToken)
    {
        var values = new string[(int)group.RowCount];
        await group.ReadAsync(Field, values, cancellationToken: cancellationToken).ConfigureAwait(false);
        var shared = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } text)
                continue;
            if (!shared.TryGetValue(text, out var known) && shared.Count < MaxShared)
                shared.Add(text, known = text);
            value(ref rows[i]) = known ?? text;
        }
    }

    private void Collect(EventRow[] rows, ReadOnlySpan<int> order, ReadOnlyMemory<char>?[] values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = value(ref rows[order[i]])?.AsMemory();
    }
}

/// <summary>A numeric column.</summary>
internal sealed class NumberColumn<T>(string name, RowField<T?> value) : EventColumn(new DataField<T?>(name))
    where T : struct
{
    public override async Task WriteAsync(ParquetRowGroupWriter group, EventRow[] rows, ReadOnlyMemory<int> order, CancellationToken cancellationToken)
    {
        var values = new T?[order.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(ref rows[order.Span[i]]);
        await group.WriteAsync<T>(Field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, EventRow[] rows, CancellationToken cancellationToken)
    {
        var values = new T?[(int)group.RowCount];
        await group.ReadAsync<T>(Field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < values.Length; i++)
            value(ref rows[i]) = values[i];
    }
}

/// <summary>The event time: <c>timestamp(3)</c> without zone, in UTC.</summary>
internal sealed class TimeColumn(string name) : EventColumn(
    new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: false, DateTimeTimeUnit.Millis, isNullable: true))
{
    public override async Task WriteAsync(ParquetRowGroupWriter group, EventRow[] rows, ReadOnlyMemory<int> order, CancellationToken cancellationToken)
    {
        var values = new DateTime?[order.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = DateTime.UnixEpoch.AddMilliseconds(rows[order.Span[i]].TimestampMs);
        await group.WriteAsync<DateTime>(Field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, EventRow[] rows, CancellationToken cancellationToken)
    {
        var values = new DateTime?[(int)group.RowCount];
        await group.ReadAsync<DateTime>(Field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < values.Length; i++)
            rows[i].TimestampMs = (long)(values[i]!.Value - DateTime.UnixEpoch).TotalMilliseconds;
    }
}

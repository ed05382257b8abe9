using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using DuckDB.NET.Data;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.DuckDb;

/// <summary>Reads what DuckDB streams into rows of the contract's types, within the limits of a run.</summary>
internal static class ResultReader
{
    // An object header, a reference and the smallest value.
    private const int BytesPerValue = 32;
    private const int LookUpEvery = 256;

    /// <summary>Reads everything. Throws <see cref="QueryException"/> at a limit and when the run is stopped.</summary>
    public static QueryRows Read(DuckDBDataReader reader, QueryRun run, long maxBytes)
    {
        var columns = new QueryColumn[reader.FieldCount];
        // Athena's names are in lower case whatever the statement says.
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new QueryColumn(reader.GetName(i).ToLowerInvariant(), TypeOf(reader.GetDataTypeName(i)));
        var rows = new List<object?[]>();
        var bytes = 0L;
        while (reader.Read())
        {
            if (rows.Count == run.Key.MaxRows)
                throw Limit(QueryErrorKind.RowLimit, $"The result has more than {run.Key.MaxRows:N0} rows. Narrow the question, group it, or add a LIMIT.");
            if (rows.Count % LookUpEvery == 0 && run.Stopped is { } stopped) throw new QueryException(stopped);
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : Value(reader, i, columns[i]);
                bytes += BytesPerValue + (row[i] is string text ? 2 * text.Length : 0);
            }
            if (bytes > maxBytes)
                throw Limit(QueryErrorKind.Execution, $"The result needs more than {maxBytes / 1_048_576:N0} MB of memory. Select fewer columns or rows.");
            rows.Add(row);
        }
        return new QueryRows(columns, rows, bytes);
    }

    private static QueryException Limit(QueryErrorKind kind, string message) => new(new QueryError(kind, message));

    private static ColumnType TypeOf(string name) => name.ToUpperInvariant() switch
    {
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT"
            or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT"
            or "UNSIGNEDTINYINT" or "UNSIGNEDSMALLINT" or "UNSIGNEDINTEGER" or "UNSIGNEDBIGINT" or "UNSIGNEDHUGEINT" => ColumnType.Integer,
        "FLOAT" or "DOUBLE" => ColumnType.Real,
        "BOOLEAN" => ColumnType.Boolean,
        "DATE" => ColumnType.Date,
        var text when text.StartsWith("TIMESTAMP", StringComparison.Ordinal) => ColumnType.Timestamp,
        var text when text.StartsWith("DECIMAL", StringComparison.Ordinal) => ColumnType.Decimal,
        _ => ColumnType.Text,
    };

    private static object? Value(DuckDBDataReader reader, int index, QueryColumn column)
    {
        try
        {
            var value = reader.GetValue(index);
            return column.Type switch
            {
                ColumnType.Integer => value is BigInteger big ? (long)big : Convert.ToInt64(value, CultureInfo.InvariantCulture),
                ColumnType.Real => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var real && double.IsFinite(real) ? real : null,
                ColumnType.Decimal => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
                ColumnType.Date => value is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)value,
                ColumnType.Timestamp => Milliseconds(value is DateTimeOffset instant ? instant.UtcDateTime : (DateTime)value),
                ColumnType.Boolean => value,
                _ => Text(value),
            };
        }
        // What the driver throws for a date after the year 9999, an infinite one, and an interval of months.
        catch (Exception failure) when (failure is OverflowException or InvalidCastException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            throw new QueryException(
                new QueryError(QueryErrorKind.Execution, $"A value of column {column.Name} is outside the range that can be given as {column.Type}. Cast it to varchar."), failure);
        }
    }

    private static DateTime Milliseconds(DateTime value) => new(value.Ticks - value.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    // As Athena writes them: [1, 2], {a=1, b=2}.
    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        IDictionary map => Join('{', map.Keys.Cast<object>().Select(key => $"{Text(key)}={Text(map[key])}"), '}'),
        byte[] bytes => string.Join(' ', bytes.Select(static b => b.ToString("x2", CultureInfo.InvariantCulture))),
        IEnumerable list => Join('[', list.Cast<object?>().Select(Text), ']'),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Join(char open, IEnumerable<string> parts, char close) =>
        new StringBuilder().Append(open).AppendJoin(", ", parts).Append(close).ToString();
}

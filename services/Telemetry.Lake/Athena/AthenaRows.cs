#pragma warning disable CA1507 // The names are those of the fields in Athena's JSON, which are only by chance ours too.

using System.Globalization;
using System.Text.Json;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Athena;

/// <summary>
/// One page as Athena gives it: every value is text, and the first row of the first page repeats the columns' names.
/// </summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The values, without the row of names.</param>
/// <param name="NextToken">Athena's token of the next page; null on the last.</param>
internal sealed record AthenaRows(IReadOnlyList<QueryColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, string? NextToken)
{
    /// <summary>Reads an answer to GetQueryResults.</summary>
    public static AthenaRows Read(JsonElement answer, bool skipNames)
    {
        var set = answer.GetProperty("ResultSet");
        var columns = set.GetProperty("ResultSetMetadata").GetProperty("ColumnInfo").EnumerateArray()
            .Select(static c => new QueryColumn(c.GetProperty("Name").GetString()!, TypeOf(c.GetProperty("Type").GetString()!))).ToArray();
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var row in set.GetProperty("Rows").EnumerateArray().Skip(skipNames ? 1 : 0)) rows.Add(Row(row, columns));
        return new AthenaRows(columns, rows, answer.TryGetProperty("NextToken", out var token) ? token.GetString() : null);
    }

    // https://docs.aws.amazon.com/athena/latest/ug/data-types.html
    private static ColumnType TypeOf(string type) => type.ToLowerInvariant() switch
    {
        "tinyint" or "smallint" or "integer" or "int" or "bigint" => ColumnType.Integer,
        "double" or "float" or "real" => ColumnType.Real,
        "decimal" => ColumnType.Decimal,
        "boolean" => ColumnType.Boolean,
        "date" => ColumnType.Date,
        "timestamp" or "timestamp with time zone" => ColumnType.Timestamp,
        _ => ColumnType.Text,
    };

    private static object?[] Row(JsonElement row, QueryColumn[] columns)
    {
        var values = new object?[columns.Length];
        var i = 0;
        foreach (var cell in row.GetProperty("Data").EnumerateArray())
        {
            // A null has no VarCharValue; an empty text has an empty one.
            if (cell.TryGetProperty("VarCharValue", out var text) && text.GetString() is { } value) values[i] = Value(value, columns[i]);
            i++;
        }
        return values;
    }

    private static object? Value(string text, QueryColumn column)
    {
        try
        {
            return column.Type switch
            {
                ColumnType.Integer => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                ColumnType.Real => Real(text),
                ColumnType.Decimal => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture),
                ColumnType.Boolean => bool.Parse(text),
                ColumnType.Date => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                ColumnType.Timestamp => Time(text),
                _ => text,
            };
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new QueryException(
                new QueryError(QueryErrorKind.Execution, $"A value of column {column.Name} is outside the range of its type, {column.Type}."), failure);
        }
    }

    private static double? Real(string text)
    {
        if (text is "NaN" or "Infinity" or "-Infinity") return null;
        var real = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(real) ? real : null;
    }

    // "2026-03-18 10:20:30.123", with " UTC" or " Europe/Berlin" behind it when the type has a zone.
    private static DateTime Time(string text)
    {
        var zoneAt = text.IndexOf(' ', text.IndexOf(' ', StringComparison.Ordinal) + 1);
        var wall = DateTime.Parse(zoneAt < 0 ? text : text[..zoneAt], CultureInfo.InvariantCulture, DateTimeStyles.None);
        wall = new DateTime(wall.Ticks - wall.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Unspecified);
        if (zoneAt < 0 || text[(zoneAt + 1)..] is "UTC" or "Z") return DateTime.SpecifyKind(wall, DateTimeKind.Utc);
        var zone = text[(zoneAt + 1)..];
        return zone[0] is '+' or '-'
            ? new DateTimeOffset(wall, TimeSpan.Parse(zone.TrimStart('+'), CultureInfo.InvariantCulture)).UtcDateTime
            : TimeZoneInfo.ConvertTimeToUtc(wall, TimeZoneInfo.FindSystemTimeZoneById(zone));
    }
}

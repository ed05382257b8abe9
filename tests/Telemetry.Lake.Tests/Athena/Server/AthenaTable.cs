using System.Collections;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;

namespace Telemetry.Lake.Tests.Athena.Server;

/// <summary>A result as Athena keeps it: names and types of the columns, and every value as text.</summary>
internal sealed record AthenaTable(IReadOnlyList<(string Name, string Type)> Columns, IReadOnlyList<string?[]> Rows)
{
    public static AthenaTable Read(DuckDBDataReader reader, Func<bool> isCancelled)
    {
        var columns = Enumerable.Range(0, reader.FieldCount)
            .Select(i => (reader.GetName(i).ToLowerInvariant(), TypeOf(reader.GetDataTypeName(i)))).ToArray();
        var rows = new List<string?[]>();
        while (reader.Read() && !isCancelled())
        {
            var row = new string?[columns.Length];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : Text(reader.GetValue(i), columns[i].Item2);
            rows.Add(row);
        }
        return new AthenaTable(columns, rows);
    }

    private static string TypeOf(string name) => name.ToUpperInvariant() switch
    {
        "TINYINT" => "tinyint",
        "SMALLINT" => "smallint",
        "INTEGER" => "integer",
        "BIGINT" or "HUGEINT" or "UNSIGNEDBIGINT" or "UBIGINT" => "bigint",
        "FLOAT" => "float",
        "DOUBLE" => "double",
        "BOOLEAN" => "boolean",
        "DATE" => "date",
        "LIST" => "array",
        "STRUCT" => "row",
        "MAP" => "map",
        var text when text.StartsWith("TIMESTAMP", StringComparison.Ordinal) => "timestamp",
        var text when text.StartsWith("DECIMAL", StringComparison.Ordinal) => "decimal",
        _ => "varchar",
    };

    private static string Text(object value, string type) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => Java(number),
        float number => Java(number),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime day when type == "date" => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        string text => text,
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(static v => v is null ? "null" : Text(v, "")))}]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    // java.lang.Double.toString: 0.1, 1.0E10, NaN, Infinity.
    private static string Java(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0 || (Math.Abs(number) >= 1e-3 && Math.Abs(number) < 1e7))
        {
            var plain = number.ToString("R", CultureInfo.InvariantCulture);
            return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
        }
        // The shortest digits that read back as the same number; .NET leaves the exponent out below 1e15.
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var parts = (shortest.Contains('E', StringComparison.Ordinal) ? shortest : number.ToString("E16", CultureInfo.InvariantCulture)).Split('E');
        var mantissa = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0].TrimEnd('0') : parts[0] + ".0";
        if (mantissa[^1] == '.') mantissa += "0";
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}E{exponent}");
    }
}

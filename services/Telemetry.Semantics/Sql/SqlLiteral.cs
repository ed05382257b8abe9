using System.Globalization;

namespace Telemetry.Semantics.Sql;

/// <summary>The one place where values become SQL text.</summary>
internal static class SqlLiteral
{
    /// <summary>A string, quotes doubled. Control characters, which no value has, are dropped.</summary>
    public static string Text(string value)
    {
        var printable = string.Concat(value.Where(letter => !char.IsControl(letter)));
        return $"'{printable.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>A finite number to multiply with: a DOUBLE, because Trino's decimals would cut the digits of a quotient.</summary>
    public static string Factor(double value) => $"{((decimal)value).ToString("0.############", CultureInfo.InvariantCulture)}e0";

    /// <summary>A finite number to compare with, without exponent.</summary>
    public static string Number(double value) => double.IsFinite(value)
        ? ((decimal)Math.Clamp(value, -1e15, 1e15)).ToString("0.0###########", CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A number in a query has to be finite.");

    /// <summary>A UTC timestamp to the millisecond.</summary>
    public static string Timestamp(DateTimeOffset value) =>
        $"TIMESTAMP '{value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}'";

    /// <summary>A partition's date.</summary>
    public static string Date(DateTimeOffset value) => $"'{value.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'";
}

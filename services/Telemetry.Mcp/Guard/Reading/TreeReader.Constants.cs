using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Reading;

/// <summary>Constants.</summary>
internal static partial class TreeReader
{
    private static Literal ReadConstant(Node value)
    {
        value.Only("type", "is_null", "value");
        var type = value.Required("type");
        if (value.Flag("is_null") || type.Text("id") is "NULL") return new Literal(LiteralKind.Null, "NULL");
        // Absent when it is the type's default.
        var content = value.Value("value");
        return type.Text("id") switch
        {
            "VARCHAR" => ReadText(content),
            "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" => Number(content?.GetInt64().ToString(CultureInfo.InvariantCulture) ?? "0"),
            "HUGEINT" => Number(ReadHuge(content).ToString(CultureInfo.InvariantCulture)),
            "DOUBLE" => Number((content?.GetDouble() ?? 0).ToString("0.0################E+0", CultureInfo.InvariantCulture)),
            "DECIMAL" => Number(ReadDecimal(content, type.Child("type_info")?.Value("scale")?.GetInt32() ?? 0)),
            "BOOLEAN" => new Literal(LiteralKind.Boolean, content?.ValueKind is JsonValueKind.True ? "TRUE" : "FALSE"),
            var other => throw Node.NotUnderstood($"a constant of the type {other}"),
        };
    }

    private static Literal ReadText(JsonElement? content)
    {
        var text = content?.GetString() ?? "";
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new StatementRefusedException("A text has a NUL character in it; remove it.")
            : Literal.Of(text);
    }

    private static Literal Number(string text) => new(LiteralKind.Number, text);

    private static BigInteger ReadHuge(JsonElement? content) => content is { ValueKind: JsonValueKind.Object } parts
        ? ((BigInteger)parts.GetProperty("upper").GetInt64() << 64) + parts.GetProperty("lower").GetUInt64()
        : content?.GetInt64() ?? 0;

    // 95 with two decimal places is 0.95.
    private static string ReadDecimal(JsonElement? content, int scale)
    {
        var unscaled = ReadHuge(content);
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled.Sign < 0 ? $"-{text}" : text;
    }
}

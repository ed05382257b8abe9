using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Telemetry.Chat.Services;

/// <summary>Rows as protobuf's JSON values. Its numbers are doubles: integers beyond 2^53 lose their last digits; REST and export keep them.</summary>
internal static class RowValues
{
    public static ListValue Of(JsonElement row)
    {
        var values = new ListValue();
        foreach (var cell in row.EnumerateArray()) values.Values.Add(ValueOf(cell));
        return values;
    }

    private static Value ValueOf(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Number => Value.ForNumber(cell.GetDouble()),
        JsonValueKind.String => Value.ForString(cell.GetString()!),
        JsonValueKind.True => Value.ForBool(true),
        JsonValueKind.False => Value.ForBool(false),
        JsonValueKind.Null or JsonValueKind.Undefined => Value.ForNull(),
        _ => Value.ForString(cell.GetRawText()),
    };
}

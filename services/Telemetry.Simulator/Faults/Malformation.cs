using System.Text;

namespace Telemetry.Simulator.Faults;

/// <summary>Ways in which a message is not a valid event.</summary>
internal enum Malformation
{
    Truncated,
    NotJson,
    InvalidUtf8,
    MissingField,
    WrongType,
    NegativeNumber,
    AncientTimestamp,
    FarFutureTimestamp,
    Empty,
}

/// <summary>Spoils the bytes of a valid event.</summary>
internal static class Malformations
{
    public static IReadOnlyList<Malformation> All { get; } = Enum.GetValues<Malformation>();

    /// <summary>What the ledger calls it, for example <c>missing_field</c>.</summary>
    public static string Name(this Malformation malformation) => malformation switch
    {
        Malformation.Truncated => "truncated",
        Malformation.NotJson => "not_json",
        Malformation.InvalidUtf8 => "invalid_utf8",
        Malformation.MissingField => "missing_field",
        Malformation.WrongType => "wrong_type",
        Malformation.NegativeNumber => "negative_number",
        Malformation.AncientTimestamp => "ancient_timestamp",
        Malformation.FarFutureTimestamp => "far_future_timestamp",
        Malformation.Empty => "empty",
        _ => throw new ArgumentOutOfRangeException(nameof(malformation), malformation, "No such malformation."),
    };

    public static byte[] Apply(this Malformation malformation, byte[] value)
    {
        switch (malformation)
        {
            case Malformation.Truncated:
                return value[..(value.Length / 2)];
            case Malformation.NotJson:
                return "<event>the player was taught another format</event>"u8.ToArray();
            case Malformation.InvalidUtf8:
                return ReplaceField(value, "device_type", [(byte)'"', 0xC3, 0x28, 0xFF, (byte)'"']);
            case Malformation.MissingField:
                return Rename(value, "title_id");
            case Malformation.WrongType:
                return ReplaceField(value, "watch_duration_seconds", "\"a while\""u8);
            case Malformation.NegativeNumber:
                return ReplaceField(value, "position_seconds", "-1"u8);
            case Malformation.AncientTimestamp:
                return ReplaceField(value, "event_timestamp", "\"1970-01-01T00:00:00.000Z\""u8);
            case Malformation.FarFutureTimestamp:
                return ReplaceField(value, "event_timestamp", "\"2100-01-01T00:00:00.000Z\""u8);
            case Malformation.Empty:
                return [];
            default:
                throw new ArgumentOutOfRangeException(nameof(malformation), malformation, "No such malformation.");
        }
    }

    private static byte[] ReplaceField(byte[] value, string field, ReadOnlySpan<byte> replacement)
    {
        var name = Encoding.ASCII.GetBytes($"\"{field}\":");
        var from = value.AsSpan().IndexOf(name) + name.Length;
        var length = value.AsSpan(from).IndexOfAny((byte)',', (byte)'}');
        return [.. value.AsSpan(0, from), .. replacement, .. value.AsSpan(from + length)];
    }

    /// <summary>The field is gone under its name, as after a careless release of a player.</summary>
    private static byte[] Rename(byte[] value, string field)
    {
        var name = Encoding.ASCII.GetBytes($"\"{field}\":");
        var from = value.AsSpan().IndexOf(name) + 1;
        return [.. value.AsSpan(0, from), (byte)'x', (byte)'_', .. value.AsSpan(from)];
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Telemetry.Grpc.Errors;

namespace Telemetry.Chat.Rest;

/// <summary>
/// Finds texts and names that no reader can read: half of a surrogate pair ("\ud800"), or bytes that are not UTF-8. The grammar of JSON
/// lets both pass; <see cref="JsonElement"/> throws when one is read, or only looked past in search of another name.
/// </summary>
internal static class BrokenText
{
    private const int LongestName = 40;

    /// <exception cref="InvalidArgumentException">There is one; it says where.</exception>
    public static void ThrowIfIn(JsonElement body)
    {
        if (MayBeBroken(JsonMarshal.GetRawUtf8Value(body)) && Find(body) is { } fault)
            throw new InvalidArgumentException(fault.Path.Length == 0 ? "body" : fault.Path.TrimStart('.'), fault.Found, "Unicode text in UTF-8, with both halves of every surrogate pair");
    }

    // Paths are put together on the way back: a body without a fault costs none.
    private static Fault? Find(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                var text = JsonMarshal.GetRawUtf8Value(value);
                return MayBeBroken(text) && !CanRead(value) ? new Fault("", $"a text with {Reason(text)}") : null;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    if (Find(item) is { } inItem) return inItem with { Path = $"[{index}]{inItem.Path}" };
                    index++;
                }

                return null;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    var name = JsonMarshal.GetRawUtf8PropertyName(property);
                    if (MayBeBroken(name) && !CanRead(property)) return new Fault("", $"an object with a name with {Reason(name)}");
                    if (Find(property.Value) is { } inValue) return inValue with { Path = $".{Shortened(property.Name)}{inValue.Path}" };
                }

                return null;
            default:
                return null;
        }
    }

    private static bool MayBeBroken(ReadOnlySpan<byte> json) => json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0 || !Utf8.IsValid(json);

    private static string Reason(ReadOnlySpan<byte> json) => Utf8.IsValid(json) ? "half of a surrogate pair" : "bytes that are not UTF-8";

    private static string Shortened(string name) => name.Length <= LongestName ? name : $"{name[..LongestName]}…";

    private static bool CanRead(JsonElement text)
    {
        try
        {
            _ = text.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool CanRead(JsonProperty property)
    {
        try
        {
            _ = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private readonly record struct Fault(string Path, string Found);
}

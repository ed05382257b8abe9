using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Telemetry.Mcp.Queries;

/// <summary>Where the next page begins: rows before it, and the engine's own token. Opaque to callers.</summary>
internal readonly record struct PageToken(long Offset, string Engine)
{
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Offset}:{Engine}")));

    /// <summary>Reads a token; null when it isn't one of ours.</summary>
    public static PageToken? Parse(string text)
    {
        if (!Base64Url.IsValid(text)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(':', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? new PageToken(offset, parts[1])
            : null;
    }
}

using System.Globalization;

namespace Telemetry.Lake.Athena;

/// <summary>Where a page begins: Athena's own pages are larger than most that are asked for.</summary>
/// <param name="Before">Rows of the result before it.</param>
/// <param name="Skip">Rows of Athena's page before it.</param>
/// <param name="Athena">Athena's token of its page; null for the first.</param>
internal readonly record struct AthenaPageToken(long Before, int Skip, string? Athena)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Before}.{Skip}.{Athena}");

    /// <summary>Reads a token; null when it is none of ours.</summary>
    public static AthenaPageToken? Parse(string? text)
    {
        if (text is null) return default(AthenaPageToken);
        var parts = text.Split('.', 3);
        return parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var skip)
            ? new AthenaPageToken(before, skip, parts[2].Length > 0 ? parts[2] : null)
            : null;
    }
}

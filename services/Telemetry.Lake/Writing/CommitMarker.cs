using System.Globalization;
using System.Text.Json;

namespace Telemetry.Lake.Writing;

/// <summary>What makes a range part of the lake: <c>_commits/{log}/{from}.json</c>.</summary>
/// <param name="From">First offset.</param>
/// <param name="To">Offset after the last one: where the log continues.</param>
/// <param name="ReplayFrom">Where to read from to know the ids seen before <paramref name="To"/>.</param>
/// <param name="Rows">Rows in all files.</param>
/// <param name="Staged">Folder that the files were staged in; tells one attempt from another.</param>
/// <param name="Files">Keys of the files in their final place.</param>
/// <param name="Tenants">The tenants that have a place in the partition at <paramref name="To"/>; null in markers of earlier releases.</param>
internal sealed record CommitMarker(
    long From, long To, long ReplayFrom, long Rows, string Staged, IReadOnlyList<string> Files, IReadOnlyList<LakeTenant>? Tenants = null)
{
    private const string Root = "_commits/";

    /// <summary>Where the markers of all logs are.</summary>
    public const string All = Root;

    public static string FolderOf(LakeLog log) => $"{Root}{log.Name}/";

    public static string KeyOf(LakeLog log, long from) => string.Create(CultureInfo.InvariantCulture, $"{FolderOf(log)}{from:D20}.json");

    /// <summary>The first offset of a marker by its key; null for something else.</summary>
    public static long? FromOf(string key) =>
        key.EndsWith(".json", StringComparison.Ordinal) && long.TryParse(Path.GetFileNameWithoutExtension(key), NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            ? from
            : null;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <exception cref="InvalidDataException">It is no marker.</exception>
    public static CommitMarker Parse(string key, byte[] json)
    {
        try
        {
            if (JsonSerializer.Deserialize<CommitMarker>(json, JsonSerializerOptions.Web) is { Files: not null, Staged: not null } marker && marker.To > marker.From)
                return marker;
        }
        catch (JsonException)
        {
            // Said below.
        }
        throw new InvalidDataException($"{key} is no commit marker of the lake. It was changed by something else; restore it, or remove the log's folder below _commits and its files below events to load it anew.");
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Compaction;

/// <summary>
/// That one file takes the place of several: <c>_compactions/{id}.json</c> while it does. Readers (<see cref="LakeFiles.Live"/>) leave
/// out <see cref="Added"/> while it is <see cref="ReplacementState.Prepared"/>, and <see cref="Removed"/> once it is
/// <see cref="ReplacementState.Committed"/>; the change from one to the other is one rename. When the replaced files are deleted, so is this.
/// </summary>
/// <param name="State">Which of the files count.</param>
/// <param name="Added">Key of the new file.</param>
/// <param name="Removed">Keys of the files that it replaces.</param>
/// <param name="AtMs">When it got this state, Unix ms.</param>
internal sealed record Replacement(ReplacementState State, string Added, IReadOnlyList<string> Removed, long AtMs)
{
    /// <summary>Where replacements are noted.</summary>
    public const string Folder = "_compactions/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public static Replacement Parse(string key, ReadOnlySpan<byte> json)
    {
        try
        {
            if (JsonSerializer.Deserialize<Replacement>(json, Json) is { Added: not null, Removed: not null } replacement)
                return replacement;
        }
        catch (JsonException)
        {
            // Said below.
        }
        throw new InvalidDataException($"{key} is no note of a compaction. It was changed by something else; without it some rows would be read twice or not at all, so restore it.");
    }
}

/// <summary>How far a replacement is.</summary>
internal enum ReplacementState
{
    /// <summary>The old files count; the new one may be there.</summary>
    Prepared,

    /// <summary>The new file counts; the old ones may still be there for those who read them.</summary>
    Committed,
}

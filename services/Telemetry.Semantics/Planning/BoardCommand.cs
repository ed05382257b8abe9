using System.Text.Json.Serialization;

namespace Telemetry.Semantics.Planning;

/// <summary>What the live board is to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BoardAction>))]
public enum BoardAction
{
    /// <summary>Show the filters, the window or both that the command names, and keep of these what it doesn't name.</summary>
    [JsonStringEnumMemberName("show")] Show,

    /// <summary>Take all filters away.</summary>
    [JsonStringEnumMemberName("clear")] Clear,

    /// <summary>Stand still.</summary>
    [JsonStringEnumMemberName("pause")] Pause,

    /// <summary>Go on with the newest.</summary>
    [JsonStringEnumMemberName("resume")] Resume,

    /// <summary>Undo the last change of the board.</summary>
    [JsonStringEnumMemberName("back")] Back,
}

/// <summary>An order to the live board: whoever shows one applies it; others may ignore it.</summary>
/// <param name="Action">What it is to do.</param>
public sealed record BoardCommand(BoardAction Action)
{
    /// <summary>
    /// Dimension (device_type, quality, country, state, city) → values that alone are to be shown; empty to leave the filters as they are.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>1m, 5m or 1h; null to leave the window as it is.</summary>
    public string? Window { get; init; }
}

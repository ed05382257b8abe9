using System.Globalization;

namespace Telemetry.Lake.Writing;

/// <summary>A log whose rows are in the lake: a partition of a topic, or something else that is loaded once.</summary>
/// <param name="Name">Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>; part of file names.</param>
public sealed record LakeLog(string Name)
{
    /// <summary>The log of a topic's partition. <paramref name="generation"/> tells apart topics of one name whose offsets began anew.</summary>
    public static LakeLog Of(string topic, int partition, string generation) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{topic}{(generation.Length > 0 ? $".{generation}" : "")}-{partition}"));
}

/// <summary>Messages of a log that are committed to the lake together.</summary>
/// <param name="Log">The log.</param>
/// <param name="From">First offset.</param>
/// <param name="To">Offset after the last one; above <paramref name="From"/>.</param>
public sealed record OffsetRange(LakeLog Log, long From, long To)
{
    /// <summary>How the files of the range are named, for example <c>telemetry.events-0-00000000000000001200-00000000000000001399.parquet</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Log.Name}-{From:D20}-{To - 1:D20}.parquet");
}

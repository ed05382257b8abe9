using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Telemetry.Kafka.DeadLetters;

/// <summary>Names of a dead letter's headers; all values are UTF-8 text, numbers in decimal.</summary>
public static class DeadLetterHeaders
{
    /// <summary>One word for machines.</summary>
    public const string Reason = "reason";

    /// <summary>What was found and expected, for people.</summary>
    public const string Detail = "detail";

    /// <summary>Where the message came from.</summary>
    public const string SourceTopic = "source-topic";

    /// <summary>Where the message came from.</summary>
    public const string SourcePartition = "source-partition";

    /// <summary>Where the message came from.</summary>
    public const string SourceOffset = "source-offset";

    /// <summary>The message's own time, Unix milliseconds.</summary>
    public const string SourceTimestamp = "source-timestamp";

    /// <summary>"true" when the broker refused the whole value, and what is here is its beginning.</summary>
    public const string Truncated = "truncated";

    /// <summary>Bytes of the value before it was truncated; only then.</summary>
    public const string OriginalSize = "original-size";

    internal static Headers Of(DeadLetter letter, bool truncated)
    {
        var headers = new Headers
        {
            Text(Reason, letter.Reason),
            Text(Detail, letter.Detail),
            Text(SourceTopic, letter.Topic),
            Number(SourcePartition, letter.Partition),
            Number(SourceOffset, letter.Offset),
            Number(SourceTimestamp, letter.TimestampUnixMs),
        };
        if (truncated)
        {
            headers.Add(Text(Truncated, "true"));
            headers.Add(Number(OriginalSize, letter.Value?.Length ?? 0));
        }
        return headers;
    }

    private static Header Text(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));

    private static Header Number(string name, long value) => Text(name, value.ToString(CultureInfo.InvariantCulture));
}

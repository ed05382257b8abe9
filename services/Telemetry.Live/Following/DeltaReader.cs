using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Publishing;
using Telemetry.Kafka.Following;
using Telemetry.Live.Views;

namespace Telemetry.Live.Following;

/// <summary>Reads the messages of telemetry.aggregates, as far as they say anything new. Not thread-safe.</summary>
internal sealed partial class DeltaReader(Vocabularies vocabularies, string topic, ILogger logger)
{
    private readonly Dictionary<int, DeltaDecoder> _decoders = [];

    /// <summary>Deltas that were passed over unread, because the view knows what they say.</summary>
    public long PassedOver { get; private set; }

    /// <summary>Reads a message.</summary>
    /// <param name="message">A message of the topic, not the end of a partition.</param>
    /// <param name="positionOf">How far the view is with a partition.</param>
    /// <param name="started">Called when the message says no more than who owns the partition now: with partition and epoch.</param>
    /// <returns>The delta that the message completes; null when it says nothing new, nothing yet, or nothing readable.</returns>
    public PartitionDelta? Read(FollowedMessage message, Func<int, ViewPosition?> positionOf, Action<int, long> started)
    {
        try
        {
            var header = DeltaHeader.Read(message.Value!);
            if (header.IsStarted)
            {
                started(header.Partition, header.Epoch);
                return null;
            }
            if (positionOf(header.Partition)?.MayGainFrom(header.Epoch, header.FromOffset, header.ToOffset, header.IsFull) == false)
            {
                PassedOver++;
                return null;
            }
            if (!_decoders.TryGetValue(message.Partition, out var decoder))
                _decoders.Add(message.Partition, decoder = new DeltaDecoder(vocabularies));
            return decoder.Decode(message.Value!);
        }
        catch (UnreadableMessageException exception)
        {
            // What is missing by it is noticed by the next delta's offsets.
            LogUnreadable(topic, message.Partition, message.Offset, exception.Message);
            return null;
        }
    }

    [LoggerMessage(EventId = 1701, Level = LogLevel.Error, Message = "{Topic}[{Partition}] at {Offset}: {Problem}. The message is passed over.")]
    private partial void LogUnreadable(string topic, int partition, long offset, string problem);
}

using Telemetry.Domain.Events;

namespace Telemetry.Domain.Feed;

/// <summary>Where counted events go one by one, for those who watch the feed. Calls come from any thread and never block.</summary>
public interface IEventFeedSink
{
    /// <summary>Whether anybody watches; when not, events need not be appended.</summary>
    bool IsWanted { get; }

    /// <summary>
    /// Takes one counted event and where its message lies in the events topic; one at or before an offset that was seen of the
    /// partition is a replay and shown no second time. <paramref name="message"/> (the Kafka value) is valid during the call only.
    /// </summary>
    void Append(int partition, long offset, in TelemetryEvent e, ReadOnlySpan<byte> message);

    /// <summary>Ends a run of <see cref="Append"/> calls: what was appended may leave.</summary>
    void Flush();
}

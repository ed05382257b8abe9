using Telemetry.Domain.Events;

namespace Telemetry.Domain.Feed;

/// <summary>Where counted events go one by one, for those who watch the feed. Calls come from any thread and never block.</summary>
public interface IEventFeedSink
{
    /// <summary>Whether anybody watches; when not, events need not be appended.</summary>
    bool IsWanted { get; }

    /// <summary>Takes one counted event. <paramref name="message"/> (the Kafka value) is valid during the call only.</summary>
    void Append(in TelemetryEvent e, ReadOnlySpan<byte> message);

    /// <summary>Ends a run of <see cref="Append"/> calls: what was appended may leave.</summary>
    void Flush();
}

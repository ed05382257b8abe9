namespace Telemetry.Simulator.Events;

/// <summary>A message for a topic that is filled before a measurement.</summary>
/// <param name="Key">The session id, UTF-8: what the partition follows from.</param>
/// <param name="Value">A valid event, UTF-8 JSON, about 480 bytes.</param>
public readonly record struct PrefilledEvent(byte[] Key, byte[] Value);

/// <summary>Events to fill a topic with: valid, distinct, from coherent sessions, the same for the same arguments.</summary>
public static class PrefilledEvents
{
    /// <summary>Yields events one by one in the order of their times; nothing is kept.</summary>
    /// <param name="count">How many, above 0.</param>
    /// <param name="seed">The same seed, count and times give the same bytes.</param>
    /// <param name="from">Event time of the first event.</param>
    /// <param name="until">No event is later; usually now. The shorter the time, the more sessions are open at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is not above 0, or the time is shorter than a second.</exception>
    public static IEnumerable<PrefilledEvent> Generate(int count, long seed, DateTimeOffset from, DateTimeOffset until)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan((until - from).TotalSeconds, 1, nameof(until));
        return Yield(count, seed, from, until);
    }

    private static IEnumerable<PrefilledEvent> Yield(int count, long seed, DateTimeOffset from, DateTimeOffset until)
    {
        var options = new SimulatorOptions
        {
            // Beyond the 50,000/s that a live run may have, the sessions' own time would pass more slowly; nobody sees that here.
            EventsPerSecond = (int)Math.Clamp(Math.Ceiling(count / (until - from).TotalSeconds), 10, 50_000),
            Seed = seed,
            MalformedShare = 0,
            DuplicateShare = 0,
            LateShare = 0,
        };
        using var stream = new EventStream(options, from);
        var step = (until - from) / count;
        for (var i = 0; i < count; i++)
        {
            var message = stream.Next(from + step * i);
            yield return new PrefilledEvent(message.Key, message.Value);
        }
    }
}

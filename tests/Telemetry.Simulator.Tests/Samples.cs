using Telemetry.Simulator.Events;

namespace Telemetry.Simulator.Tests;

/// <summary>Streams to look at.</summary>
internal static class Samples
{
    /// <summary>A Wednesday evening in Europe.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 18, 19, 30, 0, TimeSpan.Zero);

    public static SimulatorOptions Faultless(int eventsPerSecond = 200, long seed = 7) => new()
    {
        EventsPerSecond = eventsPerSecond,
        Seed = seed,
        MalformedShare = 0,
        DuplicateShare = 0,
        LateShare = 0,
    };

    public static List<SimulatedMessage> Take(SimulatorOptions options, int count, DateTimeOffset? start = null)
    {
        using var stream = new EventStream(options, start ?? Start);
        var messages = new List<SimulatedMessage>(count);
        while (messages.Count < count)
            messages.Add(stream.Next());
        return messages;
    }
}

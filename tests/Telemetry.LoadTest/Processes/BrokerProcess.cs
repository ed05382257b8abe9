using Telemetry.Kafka.Embedded;

namespace Telemetry.LoadTest.Processes;

/// <summary>The embedded broker in a process of its own, for a run or for any other test that wants one.</summary>
internal static class BrokerProcess
{
    /// <summary>Prints the bootstrap servers as the first line, then serves until stdin ends.</summary>
    public static void Run(IEnumerable<string> topics, int partitions)
    {
        using var broker = EmbeddedBroker.Start(topics.Distinct().ToDictionary(topic => topic, _ => partitions));
        Console.Out.WriteLine(broker.BootstrapServers);
        while (Console.In.ReadLine() is not null)
        {
            // Only the end of stdin counts.
        }
    }
}

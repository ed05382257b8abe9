namespace Telemetry.LoadTest;

/// <summary>How much load, for how long.</summary>
/// <param name="Streams">Concurrent <c>WatchDashboard</c> calls, each on its own connection.</param>
/// <param name="Feeds">How many of them ask for the full feed of events as well: the latencies are theirs.</param>
/// <param name="Seconds">Measured time a rate.</param>
/// <param name="WarmUpSeconds">Traffic at the rate before the measured time, so that the server's code is compiled.</param>
/// <param name="Rates">Events per second, measured one after the other.</param>
/// <param name="Sessions">Viewing sessions that the events are of.</param>
/// <param name="Clients">Client processes that share the streams.</param>
/// <param name="Partitions">Partitions of the events topic.</param>
/// <param name="ServerAssembly">The built Telemetry.Live.dll.</param>
internal sealed record LoadOptions(
    int Streams, int Feeds, int Seconds, int WarmUpSeconds, IReadOnlyList<int> Rates, int Sessions, int Clients, int Partitions,
    string ServerAssembly)
{
    /// <summary>Nodes that share the work through Kafka and PostgreSQL; 0 = one node by itself, which has nobody to tell.</summary>
    public int Nodes { get; init; }

    /// <summary>Silence after which the group takes a node for dead.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(3);
}

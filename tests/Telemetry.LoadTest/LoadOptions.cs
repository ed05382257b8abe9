namespace Telemetry.LoadTest;

/// <summary>How much load, for how long.</summary>
/// <param name="Streams">Concurrent <c>WatchDashboard</c> calls, each on its own connection.</param>
/// <param name="Seconds">Measured time a rate.</param>
/// <param name="WarmUpSeconds">Traffic at the rate before the measured time, so that the server's code is compiled.</param>
/// <param name="Rates">Events per second, measured one after the other.</param>
/// <param name="Clients">Client processes that share the streams.</param>
/// <param name="Partitions">Partitions of the events topic.</param>
/// <param name="ServerAssembly">The built Telemetry.Live.dll.</param>
internal sealed record LoadOptions(
    int Streams, int Seconds, int WarmUpSeconds, IReadOnlyList<int> Rates, int Clients, int Partitions, string ServerAssembly);

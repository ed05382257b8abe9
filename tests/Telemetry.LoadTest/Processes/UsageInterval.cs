using Telemetry.TestSupport.Processes;

namespace Telemetry.LoadTest.Processes;

/// <summary>Processor time that the processes of a run take between two moments, in cores (seconds of processor time a second).</summary>
internal sealed class UsageInterval
{
    private enum Part { Nodes, Clients, Producer, Broker }

    private readonly LoadProcesses _processes;
    private readonly TimeProvider _clock;
    private readonly long _begun;
    private readonly ILookup<Part, ProcessUsage> _first;
    private readonly TimeSpan _busyBefore = ProcessUsage.BusyMachine();
    private ILookup<Part, ProcessUsage> _last;
    private TimeSpan _busy;

    /// <summary>Begins the interval.</summary>
    public UsageInterval(LoadProcesses processes, TimeProvider clock)
    {
        (_processes, _clock, _begun) = (processes, clock, clock.GetTimestamp());
        _last = _first = Read();
    }

    public TimeSpan Elapsed { get; private set; }

    /// <summary>Of all nodes together.</summary>
    public double ServerCores => Cores(Part.Nodes);

    public double ClientCores => Cores(Part.Clients);

    public double ProducerCores => Cores(Part.Producer);

    public double BrokerCores => Cores(Part.Broker);

    /// <summary>What everything else on the machine took, kernel work included; much of it makes the latencies doubtful.</summary>
    public double OtherCores => Math.Max(0, (_busy / Elapsed) - Enum.GetValues<Part>().Sum(Cores));

    /// <summary>The most memory that any node ever had resident until the end of the interval, in units of 10^6 bytes.</summary>
    public double ServerPeakMegabytes => _last[Part.Nodes].Max(usage => usage.PeakResidentMegabytes);

    /// <summary>Ends the interval.</summary>
    public void End()
    {
        Elapsed = _clock.GetElapsedTime(_begun);
        _last = Read();
        _busy = ProcessUsage.BusyMachine() - _busyBefore;
    }

    private double Cores(Part part) => (Spent(_last[part]) - Spent(_first[part])) / Elapsed;

    private static TimeSpan Spent(IEnumerable<ProcessUsage> usages) => usages.Aggregate(TimeSpan.Zero, (sum, usage) => sum + usage.Processor);

    private ILookup<Part, ProcessUsage> Read() => _processes.Nodes.Select(node => (Part.Nodes, node.Process.Usage))
        .Concat(_processes.Clients.Processes.Select(client => (Part.Clients, client.Usage)))
        .Append((Part.Producer, _processes.Producer.Usage))
        .Append((Part.Broker, _processes.Broker.Usage))
        .ToLookup(entry => entry.Item1, entry => entry.Item2);
}

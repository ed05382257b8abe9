using Telemetry.TestSupport.Processes;

namespace Telemetry.LoadTest.Processes;

/// <summary>Processor time that the processes of a run take between two moments, in cores (seconds of processor time a second).</summary>
internal sealed class UsageInterval
{
    private readonly LoadProcesses _processes;
    private readonly TimeProvider _clock;
    private readonly long _begun;
    private readonly Dictionary<ChildProcess, ProcessUsage> _first;
    private readonly TimeSpan _busyBefore = ProcessUsage.BusyMachine();
    private Dictionary<ChildProcess, ProcessUsage> _last;
    private TimeSpan _busy;

    /// <summary>Begins the interval.</summary>
    public UsageInterval(LoadProcesses processes, TimeProvider clock)
    {
        (_processes, _clock, _begun) = (processes, clock, clock.GetTimestamp());
        _last = _first = Read();
    }

    public TimeSpan Elapsed { get; private set; }

    public double ServerCores => Cores(_processes.Server);

    public double ClientCores => _processes.Clients.Processes.Sum(Cores);

    public double ProducerCores => Cores(_processes.Producer);

    public double BrokerCores => Cores(_processes.Broker);

    /// <summary>What everything else on the machine took, kernel work included; much of it makes the latencies doubtful.</summary>
    public double OtherCores => Math.Max(0, (_busy / Elapsed) - _last.Keys.Sum(Cores));

    /// <summary>The most memory that the server ever had resident until the end of the interval, in units of 10^6 bytes.</summary>
    public double ServerPeakMegabytes => _last[_processes.Server].PeakResidentMegabytes;

    /// <summary>Ends the interval.</summary>
    public void End()
    {
        Elapsed = _clock.GetElapsedTime(_begun);
        _last = Read();
        _busy = ProcessUsage.BusyMachine() - _busyBefore;
    }

    private double Cores(ChildProcess process) => (_last[process].Processor - _first[process].Processor) / Elapsed;

    private Dictionary<ChildProcess, ProcessUsage> Read() =>
        new[] { _processes.Broker, _processes.Server, _processes.Producer }.Concat(_processes.Clients.Processes)
            .ToDictionary(process => process, process => process.Usage);
}

using Telemetry.Kafka.Connecting;
using Telemetry.Simulator;
using Telemetry.Simulator.Ledgers;
using Telemetry.Simulator.Producing;

namespace Telemetry.Chaos.Producing;

/// <summary>Viewing sessions as the simulator makes them, with more faults among them than it would by itself, and their ledger.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly LedgerSink _sink;
    private readonly Task _run;

    public Traffic(ChaosOptions options, KafkaClients clients, string topic, TimeProvider clock)
    {
        _sink = new LedgerSink(clients, topic);
        var simulator = new SimulatorOptions
        {
            EventsPerSecond = options.Rate,
            Seed = options.Seed,
            MalformedShare = 0.01,
            DuplicateShare = 0.02,
            LateShare = 0.005,
        };
        _run = new SimulationRun(simulator, _sink, Ledger, clock).RunAsync(_end.Token);
    }

    /// <summary>What was sent.</summary>
    public SimulationLedger Ledger { get; } = new();

    public long Acknowledged => _sink.Sent - _sink.Unacknowledged;

    public long Resent => _sink.Resent;

    /// <summary>Ends when it fails.</summary>
    public Task Completion => _run;

    /// <summary>Sends nothing more and waits until everything is acknowledged.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _run;
    }

    /// <summary>Sends nothing more; what is not acknowledged yet is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _sink.GiveUp();
        await Task.WhenAny(_run); // which may have failed; that is for who awaits Completion
        _sink.Dispose();
        _end.Dispose();
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Kafka.Connecting;
using Telemetry.Simulator.Ledgers;
using Telemetry.Simulator.Producing;

namespace Telemetry.Simulator;

/// <summary>
/// Runs the simulation in a host: from its start until it stops, or until the options' limit is reached. Errors end the run and
/// show in <see cref="Completion"/>; they do not stop the host.
/// </summary>
public sealed partial class SimulatorService(
    IOptions<SimulatorOptions> options,
    IOptions<KafkaOptions> kafka,
    KafkaClients clients,
    TimeProvider clock,
    ILoggerFactory loggers) : BackgroundService
{
    private readonly TaskCompletionSource<LedgerReport> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _logger = loggers.CreateLogger<SimulatorService>();

    /// <summary>What was sent so far.</summary>
    public SimulationLedger Ledger { get; } = new();

    /// <summary>Ends with the final ledger after the last message has arrived in Kafka, or with the error that ended the run.</summary>
    public Task<LedgerReport> Completion => _completion.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var topic = kafka.Value.EventsTopic;
        LogStarting(options.Value.EventsPerSecond, options.Value.Sessions, topic, options.Value.Seed);
        try
        {
            using var sink = new KafkaSink(clients, topic, Ledger, loggers.CreateLogger<KafkaSink>());
            await new SimulationRun(options.Value, sink, Ledger, clock).RunAsync(stoppingToken);
            var report = Ledger.Report();
            LogEnded(report.Messages, report.Undelivered);
            _completion.SetResult(report);
        }
#pragma warning disable CA1031 // whatever ended the run is handed to whoever waits for it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (stoppingToken.IsCancellationRequested)
            {
                _completion.TrySetCanceled(stoppingToken);
                return;
            }
            LogFailed(exception);
            _completion.SetException(exception);
        }
    }

    [LoggerMessage(EventId = 7101, Level = LogLevel.Information,
        Message = "Simulating {EventsPerSecond} events/s from about {Sessions} sessions to {Topic}, seed {Seed}.")]
    private partial void LogStarting(int eventsPerSecond, int sessions, string topic, long seed);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Information, Message = "The simulation ended after {Messages} messages, {Undelivered} of them undelivered.")]
    private partial void LogEnded(long messages, long undelivered);

    [LoggerMessage(EventId = 7103, Level = LogLevel.Error, Message = "The simulation failed and sends nothing more; restart the host to begin again.")]
    private partial void LogFailed(Exception exception);
}

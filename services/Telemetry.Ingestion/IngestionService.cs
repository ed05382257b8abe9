using Akka.Actor;
using Akka.Streams;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Feed;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;
using Telemetry.Ingestion.Consuming;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Ownership;
using Telemetry.Ingestion.Pipeline;
using Telemetry.Ingestion.Publishing;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion;

/// <summary>Makes the consumer; the listener hears of the partitions that come and go.</summary>
public delegate ITelemetrySource TelemetrySourceFactory(IRebalanceListener listener);

/// <summary>
/// Runs ingestion: warms the code up, joins the consumer group, polls. After a failure everything starts again from
/// the last snapshots, with growing pauses: a state is a function of the messages, so nothing is lost and nothing counted twice. Only
/// a node whose name another has taken does not start again.
/// </summary>
public sealed partial class IngestionService(
    TelemetrySourceFactory sources,
    ActorSystem system,
    Vocabularies vocabularies,
    IAggregateSink sink,
    IEventFeedSink feed,
    IDeadLetterSink deadLetters,
    IngestionStatus status,
    ISnapshotStore snapshots,
    IDeltaLog deltas,
    IOptions<IngestionOptions> options,
    IOptions<TenantOptions> tenantOptions,
    IOptions<SnapshotOptions> snapshotOptions,
    IOptions<KafkaOptions> kafka,
    TimeProvider time,
    ILoggerFactory loggers) : BackgroundService, IHostedLifecycleService
{
    private readonly ILogger _logger = loggers.CreateLogger<IngestionService>();
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Hands the partitions over while the server still answers: whoever asks meanwhile hears that this node stops, instead of nothing.
    /// </summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var shortest = TimeSpan.FromSeconds(options.Value.RestartDelaySeconds);
        var pause = shortest;
        await Task.Run(WarmUp.Run, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await Task.Factory.StartNew(() => Poll(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (InstanceIdTakenException exception)
            {
                status.End(exception.Message);
                LogNameTaken(exception.Message);
                return;
            }
            catch (Exception exception)
            {
                pause = time.GetElapsedTime(started) > LongestPause ? shortest : pause;
                LogFailed(pause.TotalSeconds, exception);
                await Task.Delay(pause, time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private void Poll(CancellationToken cancellationToken)
    {
        using var backlog = new Backlog(options.Value.MaxMessagesInFlight);
        using var materializer = system.Materializer();
        using var claims = new PartitionClaims(snapshots, vocabularies, LimitsOf(options.Value, tenantOptions.Value), time, loggers.CreateLogger<PartitionClaims>());
        var saver = new SnapshotSaver(snapshots, vocabularies, deltas, deadLetters, TimeSpan.FromSeconds(snapshotOptions.Value.IntervalSeconds), time);
        var partitions = new Partitions(
            system, materializer, vocabularies, sink, feed, deadLetters, backlog, claims, saver, options.Value, ThreeHeartbeats(kafka.Value), time, loggers);
        using var source = sources(partitions);
        partitions.Source = source;
        status.Watch(partitions);
        try
        {
            new PollLoop(source, partitions, backlog, new MessageBatchPool(options.Value.BatchSize), options.Value).Run(cancellationToken);
        }
        finally
        {
            partitions.Clear(); // before the source closes: its messages must be released, its offsets committed
            status.Watch(null);
        }
    }

    private static AggregateLimits LimitsOf(IngestionOptions options, TenantOptions tenants) =>
        new() { Pane = new PaneLimits { Cells = options.MaxCellsPerPane }, Sessions = options.MaxSessionsPerPartition, Tenants = tenants.MaxTenants };

    /// <summary>By then a member that the group has forgotten has heard of it.</summary>
    private static TimeSpan ThreeHeartbeats(KafkaOptions kafka) => TimeSpan.FromMilliseconds(3 * KafkaClientConfigs.HeartbeatMs(kafka));

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Ingestion failed; it starts again from the last snapshots in {Seconds} s.")]
    private partial void LogFailed(double seconds, Exception exception);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error, Message = "Nothing is counted here any more. {Reason}")]
    private partial void LogNameTaken(string reason);
}

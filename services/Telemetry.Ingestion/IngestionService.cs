using Akka.Actor;
using Akka.Streams;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Feed;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Consuming;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Pipeline;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion;

/// <summary>Makes the consumer; the listener hears of the partitions that come and go.</summary>
public delegate ITelemetrySource TelemetrySourceFactory(IRebalanceListener listener);

/// <summary>
/// Runs ingestion: warms the code up, joins the consumer group, polls. After a failure everything starts again from the
/// log, with growing pauses: the state is a function of the messages, so nothing is lost and nothing counted twice.
/// </summary>
public sealed partial class IngestionService(
    TelemetrySourceFactory sources,
    ActorSystem system,
    Vocabularies vocabularies,
    IAggregateSink sink,
    IEventFeedSink feed,
    IDeadLetterSink deadLetters,
    IngestionStatus status,
    IOptions<IngestionOptions> options,
    TimeProvider time,
    ILoggerFactory loggers) : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger<IngestionService>();
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

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
        var partitions = new Partitions(system, materializer, vocabularies, sink, feed, deadLetters, backlog, options.Value, time, loggers.CreateLogger<Partitions>());
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

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Ingestion failed; it starts again from the log in {Seconds} s.")]
    private partial void LogFailed(double seconds, Exception exception);
}

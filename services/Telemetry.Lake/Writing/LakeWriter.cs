using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Tenants;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Consuming;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Writing;

/// <summary>Makes the writer's consumer; the listener hears of the partitions that come and go.</summary>
public delegate ITelemetrySource LakeSourceFactory(IRebalanceListener listener);

/// <summary>
/// Writes every valid event of the stream to the lake, late ones too, once (see <see cref="CommitLog"/>). One thread polls and
/// gathers; commits run beside it, are repeated until they succeed, and hold consumption back when memory is used up. After any other
/// failure everything starts again from what the lake holds, with growing pauses.
/// </summary>
public sealed partial class LakeWriter(
    LakeSourceFactory sources,
    ILakeStorage storage,
    LakeWriterStatus status,
    IOptions<LakeWriterOptions> options,
    IOptions<TenantOptions> tenants,
    IOptions<KafkaOptions> kafka,
    TimeProvider time,
    ILoggerFactory loggers) : BackgroundService
{
    private const int MessagesPerPoll = 1_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly ILogger _logger = loggers.CreateLogger<LakeWriter>();
    private readonly KafkaMessage[] _polled = new KafkaMessage[MessagesPerPoll];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var limited = new TimeLimitedStorage(storage, TimeSpan.FromSeconds(options.Value.StorageTimeoutSeconds), time);
        var commits = new CommitLog(limited, time, loggers.CreateLogger<CommitLog>());
        var shortest = TimeSpan.FromSeconds(options.Value.RetrySeconds);
        var pause = shortest;
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await commits.RecoverAllAsync(stoppingToken);
                await Task.Factory.StartNew(() => Poll(commits, stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (InstanceIdTakenException exception)
            {
                status.Failed(exception);
                LogNameTaken(exception.Message);
                return;
            }
            catch (Exception exception)
            {
                pause = time.GetElapsedTime(started) > LongestPause ? shortest : pause;
                status.Failed(exception);
                LogFailed(storage.Name, pause.TotalSeconds, exception);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private void Poll(CommitLog commits, CancellationToken cancellationToken)
    {
        var partitions = new LakePartitions(kafka.Value.EventsTopic, commits, options.Value, tenants.Value.MaxTenants, status, time, _logger);
        using var source = sources(partitions);
        partitions.Source = source;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
                Turn(source, partitions);
            partitions.Drain();
        }
        finally
        {
            partitions.Dispose(); // before the source closes: what was not drained is not waited for again
        }
    }

    private void Turn(ITelemetrySource source, LakePartitions partitions)
    {
        Take(partitions, source.Poll(_polled, LongestWait));
        var full = partitions.Bytes >= options.Value.MaxMegabytes * 1024L * 1024 / 2;
        foreach (var writer in partitions.All)
        {
            writer.ThrowIfFailed();
            writer.CloseIfDue(now: full);
            partitions.Forward(writer);
            PauseOrResume(source, writer, full);
        }
        status.Paused(partitions.All.Count(writer => writer.IsPaused));
    }

    private void Take(LakePartitions partitions, int count)
    {
        for (var i = 0; i < count; i++)
        {
            partitions.Find(_polled[i].Partition)?.Take(_polled[i]);
            _polled[i].Release();
        }
    }

    // Half of the memory is for what is gathered: when it is reached all of it is closed, and what closes takes the other half.
    private static void PauseOrResume(ITelemetrySource source, PartitionWriter writer, bool full)
    {
        var wait = full || writer.IsFull;
        if (wait == writer.IsPaused)
            return;
        writer.IsPaused = wait;
        if (wait)
            source.Pause(writer.Partition);
        else
            source.Resume(writer.Partition);
    }

    [LoggerMessage(EventId = 5123, Level = LogLevel.Error, Message = "Nothing is written to the lake here any more. {Reason}")]
    private partial void LogNameTaken(string reason);

    [LoggerMessage(EventId = 5121, Level = LogLevel.Error, Message = "Writing to the lake {Lake} failed; it goes on in {Seconds} s from what the lake holds.")]
    private partial void LogFailed(string lake, double seconds, Exception exception);
}

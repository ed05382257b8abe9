using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Compaction;

/// <summary>Compacts a lake in a folder from time to time. A round that fails is logged and left to the next.</summary>
public sealed partial class CompactionService(
    ILakeStorage storage, IOptions<CompactorOptions> options, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger<CompactionService>();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled || storage is not FolderStorage folder)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.EveryMinutes), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                using var compactor = Compactor.TryOpen(folder, options.Value, time, loggers.CreateLogger<Compactor>());
                if (compactor is not null)
                    await compactor.RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(folder.Name, options.Value.EveryMinutes, exception);
            }
        }
    }

    [LoggerMessage(EventId = 5211, Level = LogLevel.Warning, Message = "Compacting {Lake} failed; the next try is in {Minutes} min. Readers are not concerned.")]
    private partial void LogFailed(string lake, double minutes, Exception exception);
}

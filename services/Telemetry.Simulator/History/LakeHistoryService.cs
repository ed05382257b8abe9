using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Places;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;
using Telemetry.Simulator.Catalogue;

namespace Telemetry.Simulator.History;

/// <summary>
/// Gives the lake the tables of titles and places and, when it is empty, a past that ends where the live simulation begins. Runs beside
/// the host's other work; a failure is logged and leaves a lake without that past.
/// </summary>
public sealed partial class LakeHistoryService(
    ILakeStorage storage,
    IOptions<SimulatorOptions> live,
    IOptions<HistoryOptions> options,
    IProgress<double> progress,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<LakeHistoryService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var until = time.GetUtcNow(); // registered before the simulator, so nothing live is earlier
        try
        {
            await DimensionTables.WriteTitlesAsync(
                storage, [.. TitleCatalogue.Embedded.Titles.Select(title => new TitleRow(title.Id, title.Name, title.Genre, title.DurationSeconds))], stoppingToken);
            await DimensionTables.WritePlacesAsync(storage, [.. Gazetteer.Embedded.Places], stoppingToken);
            await StartedAsync(stoppingToken);
            var started = time.GetTimestamp();
            var rows = await new LakeHistory(live.Value, options.Value, storage, time).WriteAsync(until, progress, stoppingToken);
            var seconds = time.GetElapsedTime(started).TotalSeconds;
            if (rows > 0)
                LogWritten(options.Value.Days, rows, seconds, storage.Name);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start begins anew.
        }
        catch (Exception exception)
        {
            LogFailed(storage.Name, exception);
        }
    }

    // What people wait for comes first: everything listens.
    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    [LoggerMessage(EventId = 7201, Level = LogLevel.Information, Message = "{Days} days of history, {Rows} events, were written in {Seconds:0.0} s to {Lake}.")]
    private partial void LogWritten(int days, long rows, double seconds, string lake);

    [LoggerMessage(EventId = 7202, Level = LogLevel.Error, Message = "The lake {Lake} got no history; live events are written all the same. Restart to try again.")]
    private partial void LogFailed(string lake, Exception exception);
}

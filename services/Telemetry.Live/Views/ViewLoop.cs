using Microsoft.Extensions.Options;
using Telemetry.Live.Hub;

namespace Telemetry.Live.Views;

/// <summary>Gives the views their turns, so often that a change after a quiet spell is seen almost at once.</summary>
internal sealed partial class ViewLoop(LiveViews views, TimeProvider time, IOptions<HubOptions> options, ILogger<ViewLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.ViewTurnMs), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                views.Turn();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            throw;
        }
    }

    [LoggerMessage(EventId = 1502, Level = LogLevel.Critical, Message = "The live views failed; the host stops.")]
    private partial void LogFailed(Exception exception);
}

using Microsoft.Extensions.Options;
using Telemetry.Live.Hub;

namespace Telemetry.Live.Views;

/// <summary>Gives the views their turns, so often that a change after a quiet spell is seen almost at once.</summary>
internal sealed partial class ViewLoop(LiveViews views, TimeProvider time, IOptions<HubOptions> options, ILogger<ViewLoop> logger) : BackgroundService
{
    private static readonly TimeSpan TellFoldingEvery = TimeSpan.FromHours(1);
    private long _toldFolded, _toldAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.ViewTurnMs), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                views.Turn();
                TellOfFolding();
            }
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

    /// <summary>Says that places fold when it begins, and every hour while it goes on.</summary>
    private void TellOfFolding()
    {
        var folded = views.FoldedPlaces;
        if (folded == _toldFolded || (_toldFolded > 0 && time.GetElapsedTime(_toldAt) < TellFoldingEvery))
            return;
        if (folded > _toldFolded)
            LogFolding(LiveViewLimits.Default.TenantPlaces, folded - _toldFolded);
        (_toldFolded, _toldAt) = (folded, time.GetTimestamp());
    }

    [LoggerMessage(EventId = 1503, Level = LogLevel.Warning,
        Message = "{Limit} pairs of tenant and place are in use, so {Differences} changes counted under the place \"other\" since this was said last. A pair is freed when it has had no event for a day.")]
    private partial void LogFolding(int limit, long differences);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Critical, Message = "The live views failed; the host stops.")]
    private partial void LogFailed(Exception exception);
}

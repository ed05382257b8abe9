using Microsoft.Extensions.Options;
using Telemetry.Grpc.Errors;

namespace Telemetry.Live.Hub;

/// <summary>Gives the hub its turns.</summary>
internal sealed partial class HubLoop(LiveHub hub, TimeProvider time, IOptions<HubOptions> options, ILogger<HubLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.SlotMs), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                hub.Slot();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the streams' own tokens end them.
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            hub.EndAll(new UnavailableException("This node can't serve live data any more. Connect to another one.", TimeSpan.FromSeconds(1), exception));
            throw;
        }
    }

    [LoggerMessage(EventId = 1501, Level = LogLevel.Critical, Message = "The hub failed; all streams end and the host stops.")]
    private partial void LogFailed(Exception exception);
}

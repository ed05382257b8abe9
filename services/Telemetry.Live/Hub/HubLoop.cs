using Microsoft.Extensions.Options;
using Telemetry.Grpc.Errors;

namespace Telemetry.Live.Hub;

/// <summary>
/// Gives the hub its turns, on a thread of its own: it spends them writing to sockets, and a slot that had to wait for a thread of
/// the pool would be late for all its streams.
/// </summary>
internal sealed partial class HubLoop(LiveHub hub, TimeProvider time, IOptions<HubOptions> options, ILogger<HubLoop> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stoppingToken)
    {
        var length = TimeSpan.FromMilliseconds(options.Value.SlotMs);
        var begun = time.GetTimestamp();
        var next = length;
        try
        {
            while (!stoppingToken.WaitHandle.WaitOne(Max(TimeSpan.Zero, next - time.GetElapsedTime(begun))))
            {
                hub.Slot();
                // From the plan and not from now, so that late ones don't add up; what was missed altogether is not made up for.
                next = Max(next + length, time.GetElapsedTime(begun));
            }
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            hub.EndAll(new UnavailableException("This node can't serve live data any more. Connect to another one.", TimeSpan.FromSeconds(1), exception));
            throw;
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    [LoggerMessage(EventId = 1501, Level = LogLevel.Critical, Message = "The hub failed; all streams end and the host stops.")]
    private partial void LogFailed(Exception exception);
}

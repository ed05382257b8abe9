using Telemetry.Live.Views;

namespace Telemetry.Live.Following;

/// <summary>
/// For a process that follows nobody: loads what was stored before its own partitions continue from it. While the store is away the
/// host waits, as its partitions would.
/// </summary>
internal sealed partial class StoredStates(IPartitionBases bases, LiveViews views, TimeProvider time, ILogger<StoredStates> logger) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var view = views.NewView();
        foreach (var start in await ReadAsync(cancellationToken))
        {
            if (start.State is { } state)
                view.Load(start.Epoch, state);
        }
        views.Replace(view);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<IReadOnlyList<PartitionBase>> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await bases.ReadAsync(cancellationToken);
            }
            catch (Ingestion.Snapshots.SnapshotStoreException exception)
            {
                LogAway(exception.Message, Pause.TotalSeconds);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(EventId = 1741, Level = LogLevel.Warning, Message = "The stored states can't be read: {Problem} Asked again in {Seconds} s.")]
    private partial void LogAway(string problem, double seconds);
}

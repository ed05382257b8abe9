using System.Collections.Concurrent;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;
using Telemetry.Lake.Writing;
using Telemetry.ServiceDefaults.Threading;

namespace Telemetry.Simulator.History;

/// <summary>
/// Writes a simulated past straight to the lake, as a whole or not at all. Two threads work at it: one makes rows, one encodes and writes
/// them; both give way to everything else in the process.
/// </summary>
public sealed class LakeHistory(SimulatorOptions live, HistoryOptions options, ILakeStorage storage, TimeProvider time)
{
    private const string Name = "history";
    private const int Niceness = 15;

    // A row group; three of them on their way bound the memory to some 100 MB.
    private const int RowsTogether = 131_072;

    /// <summary>Writes the days before an instant, unless the lake has a past already or events of any kind.</summary>
    /// <param name="until">No row is later or of this instant.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1, from any thread.</param>
    /// <param name="cancellationToken">Ends it; nothing is left to be seen.</param>
    /// <returns>Rows written; 0 when there was nothing to do.</returns>
    public async Task<long> WriteAsync(DateTimeOffset until, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var load = new EventLoad(storage, Name, time);
        await using var closing = load.ConfigureAwait(false);
        if (options.Days == 0 || await load.IsDoneAsync(cancellationToken).ConfigureAwait(false)
            || (await storage.ListAsync(LakePaths.Events, cancellationToken).ConfigureAwait(false)).Count > 0)
            return 0;

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ready = new BlockingCollection<EventRows>(boundedCapacity: 1);
        var rows = 0L;
        var making = OnQuietThread(() => Make(until, ready, progress, ending.Token));
        var writing = OnQuietThread(() =>
        {
            foreach (var part in ready.GetConsumingEnumerable(ending.Token))
            {
                load.AddAsync(part, ending.Token).GetAwaiter().GetResult();
                rows += part.Count;
            }
        });
        // Whichever fails first stops the other, and is what the caller hears of.
        var first = await Task.WhenAny(making, writing).ConfigureAwait(false);
        if (!first.IsCompletedSuccessfully)
            await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(making, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        await load.CommitAsync(cancellationToken).ConfigureAwait(false);
        progress?.Report(1);
        return rows;
    }

    private void Make(DateTimeOffset until, BlockingCollection<EventRows> ready, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var from = until.AddDays(-options.Days);
        var (fromMs, untilMs) = (from.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds());
        var past = new PastEvents(live, options.EventsPerSecond, from);
        var open = new SortedDictionary<string, EventRows>(StringComparer.Ordinal); // of one day, by tenant
        var day = LakePaths.DateOf(fromMs);
        for (var row = past.Next(); row.TimestampMs < untilMs; row = past.Next())
        {
            if (LakePaths.DateOf(row.TimestampMs) is var date && date != day)
            {
                day = date;
                Release();
            }
            if (!open.TryGetValue(row.Tenant, out var rows))
                open.Add(row.Tenant, rows = new EventRows());
            rows.Add(row);
            if (rows.Count < RowsTogether)
                continue;
            Release();
            progress?.Report((row.TimestampMs - fromMs) / (double)(untilMs - fromMs));
        }
        Release();
        ready.CompleteAdding();

        void Release()
        {
            foreach (var rows in open.Values)
                ready.Add(rows, cancellationToken);
            open.Clear();
        }
    }

    private static Task OnQuietThread(Action action) => Task.Factory.StartNew(
        () =>
        {
            QuietThread.Enter(Niceness);
            action();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

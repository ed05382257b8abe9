using Telemetry.Lake.Queries;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Mcp.Planning;

/// <summary>
/// Keeps the planner's values those of the lake: often while the lake has none yet, then now and then. Until the first reading has
/// ended, well or not, questions wait for it.
/// </summary>
public sealed partial class ValueRefresh(LakeValues lake, SettableValueIndex index, TimeProvider time, ILogger<ValueRefresh> logger) : BackgroundService
{
    private static readonly TimeSpan WhileEmpty = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Otherwise = TimeSpan.FromMinutes(2);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when values have been read once, or could not be.</summary>
    public Task FirstAttempt => _first.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var values = await lake.ReadAsync(stoppingToken);
                // The planner builds an index of an object that it hasn't seen.
                if (!Same(values, index.Current)) index.Set(values);
            }
            catch (QueryException failure)
            {
                LogNotRead(failure);
            }
            finally
            {
                _first.TrySetResult();
            }

            await Task.Delay(index.Current.ByDimension.Values.Any(values => values.Count > 0) ? Otherwise : WhileEmpty, time, stoppingToken);
        }
    }

    private static bool Same(KnownValues one, KnownValues other) =>
        one.Places.SequenceEqual(other.Places)
        && one.ByDimension.Count == other.ByDimension.Count
        && one.ByDimension.All(entry => other.ByDimension.TryGetValue(entry.Key, out var values) && entry.Value.SequenceEqual(values));

    [LoggerMessage(EventId = 5020, Level = LogLevel.Warning, Message = "The lake's titles, places and other values can't be read; questions that name one aren't understood until they can.")]
    private partial void LogNotRead(Exception exception);
}

using Telemetry.Semantics.Catalogue;

namespace Telemetry.Mcp.Planning;

/// <summary>
/// Keeps the planner's values those of the lake: often while the lake has no events yet or is still being filled, then now and then.
/// Until the first reading has ended, well or not, questions wait for it.
/// </summary>
public sealed class ValueRefresh(LakeValues lake, SettableValueIndex index, TimeProvider time) : BackgroundService
{
    // Read from events, while countries and cities are known from places alone.
    private const string OfEvents = "device_type";
    private static readonly TimeSpan WhileFilling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Otherwise = TimeSpan.FromMinutes(2);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when values have been read once, or could not be.</summary>
    public Task FirstAttempt => _first.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            bool changed;
            try
            {
                var values = await lake.ReadAsync(stoppingToken);
                changed = !Same(values, index.Current);
                // The planner builds an index of an object that it hasn't seen.
                if (changed) index.Set(values);
            }
            finally
            {
                _first.TrySetResult();
            }

            await Task.Delay(PauseAfter(changed, index.Current), time, stoppingToken);
        }
    }

    /// <summary>How long the values are taken to hold: not long while the lake has no events or has just brought new values.</summary>
    internal static TimeSpan PauseAfter(bool changed, KnownValues values) =>
        changed || !values.ByDimension.TryGetValue(OfEvents, out var known) || known.Count == 0 ? WhileFilling : Otherwise;

    private static bool Same(KnownValues one, KnownValues other) =>
        one.Places.SequenceEqual(other.Places)
        && one.ByDimension.Count == other.ByDimension.Count
        && one.ByDimension.All(entry => other.ByDimension.TryGetValue(entry.Key, out var values) && entry.Value.SequenceEqual(values));
}

using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;

namespace Telemetry.Ingestion.Tests;

/// <summary>Keeps what partitions publish, full values by cell, and lets a test wait for a state or hold publishing back.</summary>
internal sealed class RecordingSink : IAggregateSink, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _epochs = [];
    private readonly Dictionary<int, PartitionCounters> _counters = [];
    private readonly Dictionary<(int Partition, long Pane, CellKey Cell), long> _events = [];
    private readonly List<(Func<bool> Reached, TaskCompletionSource Signal)> _waits = [];
    private readonly ManualResetEventSlim _open = new(true);
    private int _failures;

    public long Counted => Sum(counters => counters.Counted);

    public long Late => Sum(counters => counters.Late);

    public long Duplicates => Sum(counters => counters.Duplicates);

    public long Invalid => Sum(counters => counters.InvalidByReason.Values.Sum());

    public IReadOnlyDictionary<string, long> InvalidByReason
    {
        get
        {
            lock (_gate)
                return _counters.Values.SelectMany(counters => counters.InvalidByReason).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Value));
        }
    }

    /// <summary>Events of all cells that match.</summary>
    public long EventsWhere(Func<CellKey, bool> matches)
    {
        lock (_gate)
            return _events.Where(entry => matches(entry.Key.Cell)).Sum(entry => entry.Value);
    }

    public void Block() => _open.Reset();

    public void Release() => _open.Set();

    public void Dispose() => _open.Dispose();

    /// <summary>The next publishes throw.</summary>
    public void FailNext(int times) => Volatile.Write(ref _failures, times);

    public void PartitionStarted(int partition, long epoch)
    {
        lock (_gate)
        {
            _epochs[partition] = epoch;
            _counters.Remove(partition);
            foreach (var key in _events.Keys.Where(key => key.Partition == partition).ToList())
                _events.Remove(key);
        }
    }

    public void PartitionStopped(int partition)
    {
    }

    public void Publish(PartitionDelta delta)
    {
        _open.Wait(Patience);
        if (Interlocked.Decrement(ref _failures) >= 0)
            throw new InvalidOperationException("This publish was told to fail.");
        lock (_gate)
        {
            if (delta.Epoch < _epochs.GetValueOrDefault(delta.Partition))
                return;
            _counters[delta.Partition] = delta.Counters;
            foreach (var pane in delta.Panes)
            {
                foreach (var (cell, value) in pane.Cells)
                    _events[(delta.Partition, pane.Index, cell)] = value.Events;
            }
            foreach (var wait in _waits.Where(wait => wait.Reached()).ToList())
                wait.Signal.TrySetResult();
        }
    }

    /// <summary>Completes once the condition holds after a publish.</summary>
    public async Task UntilAsync(Func<RecordingSink, bool> condition)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (condition(this))
                return;
            _waits.Add((() => condition(this), signal));
        }
        try
        {
            await signal.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"After {Patience.TotalSeconds} s: counted {Counted}, late {Late}, duplicates {Duplicates}, invalid {Invalid}.");
        }
    }

    private long Sum(Func<PartitionCounters, long> value)
    {
        lock (_gate)
            return _counters.Values.Sum(value);
    }
}

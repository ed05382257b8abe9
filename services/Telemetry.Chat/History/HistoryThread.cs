using System.Collections.Concurrent;

namespace Telemetry.Chat.History;

/// <summary>
/// One thread that does blocking work, first come, first served, so that work that is stuck keeps one thread and not the pool's.
/// Disposing does what waits to the end.
/// </summary>
internal sealed class HistoryThread : IDisposable
{
    // Far more than a healthy file lets gather; beyond it, something is wrong and more memory would not help.
    private const int MostWaiting = 4_096;

    private readonly BlockingCollection<Action> _queue;
    private readonly Thread _thread;

    public HistoryThread(int capacity = MostWaiting)
    {
        _queue = new BlockingCollection<Action>(capacity);
        _thread = new Thread(Work) { IsBackground = true, Name = "telemetry-chat-history" };
        _thread.Start();
    }

    /// <summary>What the work gives; who waits is let go when the token says so, and work that was not begun by then is not done.</summary>
    /// <exception cref="TimeoutException">As much as may wait does so already, or the thread has ended.</exception>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(Do);
        return done.Task.WaitAsync(cancellationToken);

        void Do()
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                done.SetResult(work());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Enqueue(Action work)
    {
        try
        {
            if (!_queue.TryAdd(work, 0, CancellationToken.None))
                throw new TimeoutException($"{_queue.BoundedCapacity:N0} reads and writes of the history are waiting already.");
        }
        catch (InvalidOperationException ended)
        {
            throw new TimeoutException("The history has been closed: the service is stopping.", ended);
        }
    }

    private void Work()
    {
        foreach (var work in _queue.GetConsumingEnumerable()) work();
    }
}

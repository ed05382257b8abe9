namespace Telemetry.Ingestion.Pipeline;

/// <summary>Messages of all partitions on their way from the poll to the aggregates: the budget that bounds memory.</summary>
/// <param name="limit">Most messages before the poll has to wait.</param>
public sealed class Backlog(int limit) : IDisposable
{
    private readonly ManualResetEventSlim _room = new(true);
    private int _messages;

    /// <summary>Messages on their way.</summary>
    public int Messages => Volatile.Read(ref _messages);

    public bool IsFull => Messages >= limit;

    public void Enter(int messages)
    {
        if (Interlocked.Add(ref _messages, messages) >= limit)
            _room.Reset();
    }

    public void Leave(int messages)
    {
        if (Interlocked.Add(ref _messages, -messages) < limit && !_room.IsSet)
            _room.Set();
    }

    /// <summary>Waits until there is room, at most so long; false when there is still none.</summary>
    public bool WaitForRoom(TimeSpan atMost, CancellationToken cancellationToken) => !IsFull || _room.Wait(atMost, cancellationToken) || !IsFull;

    public void Dispose() => _room.Dispose();
}

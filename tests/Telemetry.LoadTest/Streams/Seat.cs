using System.Net;
using System.Net.Sockets;

namespace Telemetry.LoadTest.Streams;

/// <summary>
/// A person before a dashboard: one stream at a time, and when it ends, another one, as the page does it: on the next node at once, and
/// once all were tried, after a pause that doubles. Not thread-safe.
/// </summary>
internal sealed class Seat(int number, StreamTally tally, IReadOnlyList<IPEndPoint> nodes, byte[] request, TimeProvider clock)
{
    private const double FirstPauseMs = 500, LongestPauseMs = 15_000;
    private int _node = number % nodes.Count;
    private int _failures;
    private long _before;

    /// <summary>The stream that runs or ran last.</summary>
    public StreamClient Stream { get; private set; } = new(number, tally);

    /// <summary>When the next attempt is due, Unix ms; null while a stream runs.</summary>
    public long? DueUnixMs { get; private set; }

    /// <summary>When the first full state after the last end was here, Unix ms; null before it.</summary>
    public long? BackAtUnixMs { get; private set; }

    /// <summary>Whether a stream has ended.</summary>
    public bool Moved { get; private set; }

    /// <summary>By how many events the first state after a move fell behind the last one before it.</summary>
    public long StepBack { get; private set; }

    /// <summary>Why the last stream ended.</summary>
    public string? Reason { get; private set; }

    /// <summary>Tries to connect; a node that refuses is as good as one that ended.</summary>
    /// <returns>Whether there is a stream to read.</returns>
    public bool TryOpen()
    {
        try
        {
            Stream.Open(nodes[_node], request);
            DueUnixMs = null;
            return true;
        }
        catch (SocketException exception)
        {
            Stream.Dispose();
            Plan($"{nodes[_node]} refuses: {exception.SocketErrorCode}");
            return false;
        }
    }

    /// <summary>The stream has ended.</summary>
    public void Lose()
    {
        _before = Math.Max(_before, Stream.Events);
        (Moved, BackAtUnixMs) = (true, null);
        var reason = Stream.Failure ?? "";
        Stream.Dispose();
        Plan(reason);
    }

    /// <summary>Takes note of what the stream has shown.</summary>
    public void Look()
    {
        if (!Stream.HasFullState || (Moved && BackAtUnixMs is not null)) return;
        _failures = 0;
        if (!Moved) return;
        BackAtUnixMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        StepBack = Math.Max(StepBack, _before - Stream.Events);
    }

    private void Plan(string reason)
    {
        // "Stream 17: …" is one reason for all of them.
        Reason = reason.Contains(": ", StringComparison.Ordinal) ? reason[(reason.IndexOf(": ", StringComparison.Ordinal) + 2)..] : reason;
        _node = (_node + 1) % nodes.Count;
        _failures++;
        var rounds = _failures / nodes.Count;
        var pause = rounds == 0 ? 0 : Math.Min(LongestPauseMs, FirstPauseMs * Math.Pow(2, rounds - 1)) * (0.5 + (Random.Shared.NextDouble() / 2));
        DueUnixMs = clock.GetUtcNow().ToUnixTimeMilliseconds() + (long)pause;
        Stream = new StreamClient(number, tally);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.LoadTest.Streams;

/// <summary>
/// One browser's view of the server: a TCP connection of its own, one <c>WatchDashboard</c> call on it, and the count of what arrived.
/// </summary>
internal sealed class StreamClient : IFrameSink, IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly int _number;
    private readonly StreamTally _tally;
    private readonly GrpcWebReader _reader;
    private readonly PhaseSum[] _sums = new PhaseSum[256];
    private long _receivedAt;
    private ulong _sequence;

    public StreamClient(int number, StreamTally tally)
    {
        (_number, _tally) = (number, tally);
        _reader = new GrpcWebReader(this);
    }

    public SafeSocketHandle Handle => _socket.SafeHandle;

    public bool HasFullState { get; private set; }

    public long StateUpdates { get; set; }

    /// <summary>Events of the window, as the newest state says.</summary>
    public long Events { get; private set; }

    /// <summary>Why the stream ended, or null while it runs.</summary>
    public string? Failure { get; private set; }

    /// <summary>What arrived, by phase.</summary>
    public IEnumerable<PhaseSum> Sums => _sums.Where(sum => sum.Events > 0);

    /// <summary>Connects and sends the call; what the server answers is read by <see cref="Receive"/>.</summary>
    public void Open(IPEndPoint server, ReadOnlySpan<byte> request)
    {
        _socket.Connect(server);
        var head = $"POST /telemetry.v1.LiveService/WatchDashboard HTTP/1.1\r\nHost: {server}\r\nX-Grpc-Web: 1\r\n"
            + "Content-Type: application/grpc-web+proto\r\nAccept: application/grpc-web+proto\r\n"
            + $"Content-Length: {5 + request.Length}\r\n\r\n";
        _socket.Send([.. Encoding.ASCII.GetBytes(head), 0, 0, 0, (byte)(request.Length >> 8), (byte)request.Length, .. request]);
        _socket.Blocking = false;
    }

    /// <summary>Reads what has arrived, once.</summary>
    /// <param name="buffer">Scratch space, shared by the streams of a thread.</param>
    /// <param name="clock">Gives the time of receipt, taken when the bytes have left the socket.</param>
    /// <returns>False when the stream has ended; <see cref="Failure"/> says why.</returns>
    public bool Receive(Span<byte> buffer, TimeProvider clock)
    {
        var length = _socket.Receive(buffer, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return true;
        try
        {
            if (error != SocketError.Success) throw new InvalidDataException($"Receiving failed: {error}.");
            if (length == 0) throw new InvalidDataException("The server closed the connection.");
            var sinceEpoch = clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks;
            _receivedAt = sinceEpoch / (TimeSpan.TicksPerMillisecond / LatencyHistogram.Resolution);
            _tally.Bytes += length;
            _reader.Read(buffer[..length]);
            return true;
        }
        catch (InvalidDataException exception)
        {
            Failure = $"Stream {_number}: {exception.Message}";
            return false;
        }
    }

    public void OnMessage(ReadOnlySpan<byte> message)
    {
        var facts = _tally.Walk(message);
        if (facts.State)
        {
            if (facts.Sequence <= _sequence)
                throw new InvalidDataException($"State {facts.Sequence} came after state {_sequence}.");
            if (!facts.Full && !HasFullState)
                throw new InvalidDataException("The first state was not a full one.");
            _sequence = facts.Sequence;
            HasFullState |= facts.Full;
            if (!facts.Full) StateUpdates++;
            Events = facts.Events ?? Events;
        }

        foreach (var batch in _tally.Batches)
        {
            foreach (var sum in batch.Sums) _sums[sum.Phase] = _sums[sum.Phase].Plus(sum);
            _tally.AddLatencies(batch, _receivedAt);
        }
    }

    public void Dispose() => _socket.Dispose();
}

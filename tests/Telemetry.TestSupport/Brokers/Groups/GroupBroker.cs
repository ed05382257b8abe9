using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;
using Telemetry.Kafka.Embedded;

namespace Telemetry.TestSupport.Brokers.Groups;

/// <summary>
/// Stands before an embedded broker, which knows no static membership, and answers what members of a classic group ask; everything else
/// goes through. Offsets are committed to the broker behind it, which checks no membership: what is counted does not depend on them.
/// </summary>
public sealed class GroupBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, GroupCoordinator> _groups = [];
    private readonly ConcurrentDictionary<KafkaRequest, ConcurrentQueue<ErrorCode>> _failures = [];
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly TimeProvider _time;
    private readonly IPEndPoint _behind;
    private readonly byte[] _behindName, _name;
    private readonly Task _accepting;

    /// <param name="behind">A cluster of one broker.</param>
    /// <param name="time">The clock by which members are silent for their session.</param>
    public GroupBroker(EmbeddedBroker behind, TimeProvider time)
    {
        _time = time;
        _behind = IPEndPoint.Parse(behind.BootstrapServers);
        _listener.Start();
        var here = (IPEndPoint)_listener.LocalEndpoint;
        (BootstrapServers, _behindName, _name) = (here.ToString(), NameOf(_behind), NameOf(here));
        _accepting = AcceptAsync();
    }

    public string BootstrapServers { get; }

    /// <summary>What members asked.</summary>
    public GroupRequestLog Requests { get; } = new();

    /// <summary>What every answer to a member is delayed by, on the clock of sessions. Default: nothing.</summary>
    public TimeSpan RoundTripTime { get; set; }

    /// <summary>Whether requests of a kind are answered here.</summary>
    public static bool Answers(KafkaRequest request) =>
        request is KafkaRequest.JoinGroup or KafkaRequest.SyncGroup or KafkaRequest.Heartbeat or KafkaRequest.LeaveGroup;

    /// <summary>As <see cref="EmbeddedBroker.FailNext"/>, for a kind that is answered here.</summary>
    public void FailNext(KafkaRequest request, params IEnumerable<ErrorCode> errors)
    {
        var failures = _failures.GetOrAdd(request, _ => []);
        foreach (var error in errors)
            failures.Enqueue(error);
    }

    /// <summary>Forgets what <see cref="FailNext"/> has left.</summary>
    public void StopFailing(KafkaRequest request) => _failures.TryRemove(request, out _);

    /// <summary>The coordinator of a group.</summary>
    public GroupCoordinator CoordinatorOf(string group) => _groups.GetOrAdd(group, _ => new GroupCoordinator(_time));

    /// <summary>Cuts all connections; throws when one ended because of a request that could not be read.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        foreach (var coordinator in _groups.Values)
            coordinator.Dispose();
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    /// <summary>How an answer names a broker: its host, then its port.</summary>
    private static byte[] NameOf(IPEndPoint address)
    {
        byte[] name = [.. System.Text.Encoding.ASCII.GetBytes(address.Address.ToString()), 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(name.AsSpan(^4..), address.Port);
        return name;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient member)
    {
        using var connection = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        using var broker = new TcpClient { NoDelay = true };
        using (member)
        {
            member.NoDelay = true;
            try
            {
                await broker.ConnectAsync(_behind, connection.Token);
                var (near, far) = (member.GetStream(), broker.GetStream());
                using var answers = new AnswerWriter(near);
                Task[] pumps = [AskAsync(near, far, answers, connection.Token), BringBackAsync(far, answers, connection.Token)];
                await Task.WhenAny(pumps);
                await connection.CancelAsync(); // when one side hangs up, the other is
                await Task.WhenAll(pumps);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // Hung up; the member comes again when it wants to.
            }
        }
    }

    /// <summary>One request after the other, as a broker does: while a member waits for its group, its connection waits too.</summary>
    private async Task AskAsync(NetworkStream member, NetworkStream broker, AnswerWriter answers, CancellationToken cancellationToken)
    {
        while (true)
        {
            var frame = await ReadAsync(member, cancellationToken);
            if (GroupWire.Read(frame.AsMemory(4)) is not var (kind, request, correlation))
            {
                await broker.WriteAsync(frame, cancellationToken);
                continue;
            }
            Requests.Add(request);
            await Task.Delay(RoundTripTime, _time, cancellationToken); // no wait for anything: the slow network itself
            var failure = _failures.TryGetValue(kind, out var failures) && failures.TryDequeue(out var error) ? error : ErrorCode.NoError;
            if (failure == ErrorCode.Local_Transport)
                throw new IOException("This connection was told to be cut.");
            var answer = failure == ErrorCode.NoError
                ? await CoordinatorOf(request.Group).AnswerAsync(request).WaitAsync(cancellationToken)
                : new GroupAnswer(failure);
            await answers.WriteAsync(GroupWire.Write(request, answer, correlation), cancellationToken);
        }
    }

    private async Task BringBackAsync(NetworkStream broker, AnswerWriter answers, CancellationToken cancellationToken)
    {
        while (true)
        {
            var frame = await ReadAsync(broker, cancellationToken);
            for (var at = 0; frame.AsSpan(at).IndexOf(_behindName) is >= 0 and var found; at += found + _name.Length)
                _name.CopyTo(frame, at + found); // members come here, where an answer says where the broker is
            await answers.WriteAsync(frame, cancellationToken);
        }
    }

    /// <summary>A frame with its size.</summary>
    private static async Task<byte[]> ReadAsync(NetworkStream from, CancellationToken cancellationToken)
    {
        var size = new byte[4];
        await from.ReadExactlyAsync(size, cancellationToken);
        var frame = new byte[4 + BinaryPrimitives.ReadInt32BigEndian(size)];
        size.CopyTo(frame, 0);
        await from.ReadExactlyAsync(frame.AsMemory(4), cancellationToken);
        return frame;
    }

    /// <summary>Two pumps write to one member, each whole frames.</summary>
    private sealed class AnswerWriter(NetworkStream member) : IDisposable
    {
        private readonly SemaphoreSlim _one = new(1);

        public void Dispose() => _one.Dispose();

        public async Task WriteAsync(byte[] frame, CancellationToken cancellationToken)
        {
            await _one.WaitAsync(cancellationToken);
            try
            {
                await member.WriteAsync(frame, cancellationToken);
            }
            finally
            {
                _one.Release();
            }
        }
    }
}

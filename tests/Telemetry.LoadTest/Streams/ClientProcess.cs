using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Telemetry.TestSupport.Processes;
using Telemetry.V1;

namespace Telemetry.LoadTest.Streams;

/// <summary>
/// The part of a run that stands for a few hundred browsers: one thread reads all their streams, because the machine that measures
/// is the machine that is measured.
/// </summary>
internal sealed class ClientProcess : IDisposable
{
    // Waiting a millisecond between two rounds lets arrivals gather, which halves the cost of reading them.
    // The wait is part of the measured latency: what is reported is up to 1 ms too long, never too short.
    private static readonly TimeSpan RoundPause = TimeSpan.FromMilliseconds(1);
    private const int IdleWaitMilliseconds = 50;
    private const int BufferSize = 128 * 1024;

    private readonly ConcurrentQueue<ClientCommand> _commands = new();
    private readonly ManualResetEvent _end = new(initialState: false);
    private readonly Epoll _epoll = new();
    private readonly StreamTally _tally = new();
    private readonly StreamClient[] _streams;
    private readonly IPEndPoint _server;
    private readonly TimeProvider _clock;

    public ClientProcess(IPEndPoint server, int streams, int firstNumber, TimeProvider clock)
    {
        (_server, _clock) = (server, clock);
        _streams = [.. Enumerable.Range(firstNumber, streams).Select(number => new StreamClient(number, _tally))];
    }

    /// <summary>Connects all streams, then reads them and answers commands until stdin ends.</summary>
    public void Run()
    {
        var commands = new Thread(ReadCommands) { IsBackground = true };
        commands.Start();
        var request = new WatchDashboardRequest { Feed = new EventFeedOptions() }.ToByteArray();
        for (var i = 0; i < _streams.Length; i++)
        {
            _streams[i].Open(_server, request);
            _epoll.Watch(_streams[i].Handle, i);
        }

        var buffer = new byte[BufferSize];
        while (!_end.WaitOne(RoundPause))
        {
            var ready = _epoll.Wait(IdleWaitMilliseconds);
            for (var i = 0; i < ready; i++)
            {
                var stream = _streams[_epoll.Ready(i)];
                if (!stream.Receive(buffer, _clock)) _epoll.Forget(stream.Handle);
            }

            while (_commands.TryDequeue(out var command)) Answer(command);
        }
    }

    public void Dispose()
    {
        foreach (var stream in _streams) stream.Dispose();
        _epoll.Dispose();
        _end.Dispose();
    }

    private void ReadCommands()
    {
        while (MessageLine.Read<ClientCommand>(Console.In) is { } command) _commands.Enqueue(command);
        _end.Set();
    }

    private void Answer(ClientCommand command)
    {
        switch (command.Do)
        {
            case ClientCommand.Latencies: MessageLine.Write(Console.Out, _tally.Latencies(command.Phase)); break;
            case ClientCommand.Report: MessageLine.Write(Console.Out, Report()); break;
            case ClientCommand.Mark:
                foreach (var stream in _streams) stream.StateUpdates = 0;
                MessageLine.Write(Console.Out, Report());
                break;
            default: throw new InvalidDataException($"'{command.Do}' is not a command for a client process.");
        }
    }

    private StreamsReport Report() => new(
        _streams.Count(stream => stream.HasFullState), _streams.Min(stream => stream.StateUpdates),
        _tally.Dropped, _tally.SampledOut, _tally.Foreign, _tally.Frames, _tally.Bytes, _tally.Verified,
        [.. _streams.SelectMany(stream => stream.Sums).GroupBy(sum => sum).Select(group =>
            new StreamGroup(group.Key.Phase, group.Count(), group.Key.Events, group.Key.Fingerprints))],
        [.. _streams.Select(stream => stream.Failure).OfType<string>()]);
}

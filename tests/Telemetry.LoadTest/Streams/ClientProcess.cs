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
    private readonly Seat[] _seats;
    private readonly bool _reconnecting;
    private readonly TimeProvider _clock;

    /// <summary>Makes the streams without connecting them.</summary>
    /// <param name="nodes">Where to connect, in turn.</param>
    /// <param name="streams">How many streams.</param>
    /// <param name="feeds">How many of them, the first, ask for the feed.</param>
    /// <param name="firstNumber">Number of the first stream.</param>
    /// <param name="reconnecting">Whether a stream that ends is opened again.</param>
    /// <param name="clock">What time it is.</param>
    public ClientProcess(IReadOnlyList<IPEndPoint> nodes, int streams, int feeds, int firstNumber, bool reconnecting, TimeProvider clock)
    {
        (_reconnecting, _clock) = (reconnecting, clock);
        // An hour holds every event of a run, so all streams have to come to the same number.
        var plain = new WatchDashboardRequest { Window = Window._1Hour }.ToByteArray();
        var withFeed = new WatchDashboardRequest { Window = Window._1Hour, Feed = new EventFeedOptions() }.ToByteArray();
        _seats = [.. Enumerable.Range(0, streams).Select(i => new Seat(firstNumber + i, _tally, nodes, i < feeds ? withFeed : plain, clock))];
    }

    /// <summary>Connects all streams, then reads them and answers commands until stdin ends.</summary>
    public void Run()
    {
        var commands = new Thread(ReadCommands) { IsBackground = true };
        commands.Start();
        for (var i = 0; i < _seats.Length; i++) Open(i);

        var buffer = new byte[BufferSize];
        while (!_end.WaitOne(RoundPause))
        {
            var ready = _epoll.Wait(IdleWaitMilliseconds);
            for (var i = 0; i < ready; i++) Receive(_epoll.Ready(i), buffer);
            if (_reconnecting) OpenDue();
            while (_commands.TryDequeue(out var command)) Answer(command);
        }
    }

    public void Dispose()
    {
        foreach (var seat in _seats) seat.Stream.Dispose();
        _epoll.Dispose();
        _end.Dispose();
    }

    private void Open(int index)
    {
        if (_seats[index].TryOpen()) _epoll.Watch(_seats[index].Stream.Handle, index);
    }

    private void Receive(int index, Span<byte> buffer)
    {
        var seat = _seats[index];
        if (seat.Stream.Receive(buffer, _clock))
        {
            if (_reconnecting) seat.Look();
            return;
        }

        _epoll.Forget(seat.Stream.Handle);
        if (_reconnecting) seat.Lose();
    }

    private void OpenDue()
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < _seats.Length; i++)
        {
            if (_seats[i].DueUnixMs <= now) Open(i);
        }
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
            case ClientCommand.Seats: MessageLine.Write(Console.Out, Seats()); break;
            case ClientCommand.Mark:
                foreach (var seat in _seats) seat.Stream.StateUpdates = 0;
                MessageLine.Write(Console.Out, Report());
                break;
            default: throw new InvalidDataException($"'{command.Do}' is not a command for a client process.");
        }
    }

    private StreamsReport Report()
    {
        var streams = _seats.Select(seat => seat.Stream).ToList();
        return new(
            streams.Count(stream => stream.HasFullState), streams.Min(stream => stream.StateUpdates),
            _tally.Dropped, _tally.SampledOut, _tally.Foreign, _tally.Frames, _tally.Bytes, _tally.Verified,
            [.. streams.SelectMany(stream => stream.Sums).GroupBy(sum => sum).Select(group =>
                new StreamGroup(group.Key.Phase, group.Count(), group.Key.Events, group.Key.Fingerprints))],
            [.. streams.Select(stream => stream.Failure).OfType<string>()]);
    }

    private SeatsReport Seats() => new(
        _seats.Count(seat => seat.Stream.HasFullState && seat.Stream.Failure is null), _seats.Count(seat => seat.Moved),
        [.. _seats.Select(seat => seat.BackAtUnixMs).OfType<long>()], _seats.Max(seat => seat.StepBack),
        _seats.Min(seat => seat.Stream.Events), _seats.Max(seat => seat.Stream.Events),
        [.. _seats.Select(seat => seat.Reason).OfType<string>().Distinct()]);
}

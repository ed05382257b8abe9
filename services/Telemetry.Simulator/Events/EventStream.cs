using System.Text;
using Telemetry.Simulator.Faults;
using Telemetry.Simulator.Randomness;
using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator.Events;

/// <summary>
/// The messages of a simulation, one after the other, without end: population → event → faults → bytes. The same options and
/// start give the same messages but for the event times that the caller stamps. Not safe for two threads at a time.
/// </summary>
internal sealed class EventStream : IDisposable
{
    private readonly DateTimeOffset _start;
    private readonly Population _population;
    private readonly FaultPlan _faults;
    private readonly EventWriter _writer = new();
    private readonly ulong _eventSeries;
    private ulong _eventsMade;
    private (ViewingEvent Event, double AgoMs)? _late;

    public EventStream(SimulatorOptions options, DateTimeOffset start)
    {
        _start = start;
        _population = new Population(options, start);
        _faults = new FaultPlan(options);
        // Event ids differ from run to run, or a restart within the lateness horizon would send duplicates by accident.
        _eventSeries = SeededRandom.Mix((ulong)options.Seed ^ SeededRandom.Mix((ulong)start.UtcTicks));
    }

    /// <summary>Open sessions at the moment.</summary>
    public int Sessions => _population.Sessions;

    /// <summary>Session time of the last event.</summary>
    public DateTimeOffset Now => _start.AddMilliseconds(_population.NowMs);

    /// <summary>The next message, stamped with <paramref name="now"/>, or by session time when there is no clock to follow.</summary>
    public SimulatedMessage Next(DateTimeOffset? now = null)
    {
        if (_faults.DrawFault(now ?? Now) is { } fault)
            return fault;
        if (_late is { } late)
        {
            _late = null;
            return Compose(MessageKind.LateEvent, late.Event, (now ?? Now).AddMilliseconds(-late.AgoMs));
        }
        var viewingEvent = _population.Next(out var session);
        _late = _faults.DrawLate(viewingEvent, session, _population.NowMs);
        var message = Compose(MessageKind.Event, viewingEvent, now ?? Now);
        _faults.Remember(message);
        return message;
    }

    public void Dispose() => _writer.Dispose();

    private SimulatedMessage Compose(MessageKind kind, in ViewingEvent viewingEvent, DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[18];
        "EVENT_"u8.CopyTo(id);
        OpaqueId.Write(id[6..], _eventSeries, _eventsMade++);
        var key = Encoding.ASCII.GetBytes(viewingEvent.Session.Id);
        return new SimulatedMessage(kind, key, _writer.Write(viewingEvent, id, at), at, viewingEvent);
    }
}

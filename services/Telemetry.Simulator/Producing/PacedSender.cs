using Telemetry.Simulator.Events;
using Telemetry.Simulator.Ledgers;

namespace Telemetry.Simulator.Producing;

/// <summary>Sends what the rate has let become due, stamped with the time of sending, and writes it down.</summary>
/// <param name="stream">Where messages come from.</param>
/// <param name="sink">Where they go.</param>
/// <param name="ledger">Where they are counted, once the sink has taken them.</param>
/// <param name="pacer">How many may go.</param>
/// <param name="clock">The time that events are stamped with.</param>
/// <param name="limit">Messages to send in all; 0 for no end.</param>
internal sealed class PacedSender(EventStream stream, IMessageSink sink, SimulationLedger ledger, Pacer pacer, TimeProvider clock, long limit)
{
    private long _left = limit > 0 ? limit : long.MaxValue;
    private SimulatedMessage? _waiting; // made, but the sink had no room for it

    /// <summary>Sends one slice; false when the limit is reached.</summary>
    public bool SendDue()
    {
        for (var due = pacer.Due(); due > 0 && _left > 0; due--, _left--)
        {
            var message = _waiting ?? stream.Next(clock.GetUtcNow());
            _waiting = null;
            if (!sink.TrySend(message))
            {
                // Kafka is slower than the rate: the rest of the slice is dropped from the plan, not from the stream.
                _waiting = message;
                break;
            }
            ledger.Record(message);
        }
        return _left > 0;
    }
}

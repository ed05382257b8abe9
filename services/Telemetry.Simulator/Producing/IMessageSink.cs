using Telemetry.Simulator.Events;

namespace Telemetry.Simulator.Producing;

/// <summary>Where messages go.</summary>
internal interface IMessageSink : IDisposable
{
    /// <summary>Hands a message over; false when there is no room for it now, and nothing was taken.</summary>
    bool TrySend(in SimulatedMessage message);

    /// <summary>Waits until everything that was taken has arrived or failed.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}

using Telemetry.Simulator.Faults;
using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator.Events;

/// <summary>One Kafka message and what the ledger must know of it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">The session id, UTF-8.</param>
/// <param name="Value">The event, UTF-8 JSON, or what became of it.</param>
/// <param name="At">Event time.</param>
/// <param name="Event">The event that it carries, repeats or spoils.</param>
/// <param name="Malformation">How it was spoiled; only for <see cref="MessageKind.Malformed"/>.</param>
internal readonly record struct SimulatedMessage(
    MessageKind Kind, byte[] Key, byte[] Value, DateTimeOffset At, ViewingEvent Event, Malformation Malformation = default);

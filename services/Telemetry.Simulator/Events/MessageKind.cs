namespace Telemetry.Simulator.Events;

/// <summary>What a message is to whoever counts it.</summary>
internal enum MessageKind
{
    /// <summary>A valid event, sent at its event time.</summary>
    Event,

    /// <summary>A valid event that was sent long after its event time.</summary>
    LateEvent,

    /// <summary>The bytes of an event that was sent before.</summary>
    Duplicate,

    /// <summary>Not a valid event.</summary>
    Malformed,
}

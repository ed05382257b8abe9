namespace Telemetry.Domain.Events;

/// <summary>What happened in the session. A name that is not known is kept and counted as <see cref="Other"/>.</summary>
public enum EventType : byte
{
    Other,
    Start,
    Heartbeat,
    Pause,
    Resume,
    Seek,
    QualityChange,
    Buffer,
    Error,
    Stop,
    Complete,
}

/// <summary>Names of <see cref="EventType"/> as they stand in the event.</summary>
public static class EventTypes
{
    /// <summary>Number of values, for arrays indexed by type.</summary>
    public const int Count = (int)EventType.Complete + 1;

    private static readonly string[] Names =
        ["other", "start", "heartbeat", "pause", "resume", "seek", "quality_change", "buffer", "error", "stop", "complete"];

    /// <summary>The name on the wire.</summary>
    public static string Name(this EventType type) => Names[(int)type];

    /// <summary>Whether the session is over for its viewer: stop, complete or error.</summary>
    public static bool EndsViewing(this EventType type) => type is EventType.Stop or EventType.Complete or EventType.Error;

    /// <summary>The type of that name; <see cref="EventType.Other"/> for a name that is not known.</summary>
    public static EventType Parse(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("heartbeat"u8) => EventType.Heartbeat,
        _ when name.SequenceEqual("start"u8) => EventType.Start,
        _ when name.SequenceEqual("pause"u8) => EventType.Pause,
        _ when name.SequenceEqual("resume"u8) => EventType.Resume,
        _ when name.SequenceEqual("seek"u8) => EventType.Seek,
        _ when name.SequenceEqual("quality_change"u8) => EventType.QualityChange,
        _ when name.SequenceEqual("buffer"u8) => EventType.Buffer,
        _ when name.SequenceEqual("error"u8) => EventType.Error,
        _ when name.SequenceEqual("stop"u8) => EventType.Stop,
        _ when name.SequenceEqual("complete"u8) => EventType.Complete,
        _ => EventType.Other,
    };

    /// <summary>The type of that name, or null when no type has it.</summary>
    public static EventType? Find(string name) => Array.IndexOf(Names, name) is >= 0 and var index ? (EventType)index : null;
}

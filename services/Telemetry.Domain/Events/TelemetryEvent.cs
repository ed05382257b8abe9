using Telemetry.Domain.Cubes;

namespace Telemetry.Domain.Events;

/// <summary>
/// One parsed event. It holds no reference: identities are 128-bit hashes, small sets are ids of the
/// <see cref="Vocabulary.Vocabularies"/>, and texts are slices of the message, so that parsing allocates nothing.
/// A slice is valid as long as the message that it was parsed from.
/// </summary>
public struct TelemetryEvent
{
    /// <summary>XxHash128 of <c>event_id</c>, <c>session_id</c> and <c>customer_id</c>.</summary>
    public UInt128 EventId, Session, Customer;

    /// <summary>Event time, Unix milliseconds.</summary>
    public long TimestampMs;

    /// <summary>Place of the event in the cube: tenant, type, device, quality and place.</summary>
    public CellKey Cell;

    /// <summary>Id in the vocabulary of titles.</summary>
    public int Title;

    /// <summary>Id in the vocabulary of operating systems; the id of "" when absent.</summary>
    public int System;

    /// <summary>Bit/s (the event's Mbit/s × 10⁶, rounded, so that sums are exact); −1 when absent.</summary>
    public long BandwidthBps;

    /// <summary>Stalls since the session's previous event; 0 when absent.</summary>
    public long BufferingEvents;

    /// <summary>Stalled milliseconds since the session's previous event; 0 when absent.</summary>
    public long BufferingMs;

    /// <summary>Join time in ms; −1 when absent.</summary>
    public double StartupMs;

    /// <summary>Cumulative seconds watched, play head in seconds, completion in percent; NaN when absent.</summary>
    public double WatchSeconds, PositionSeconds, CompletionPercent;

    /// <summary>The texts that the feed shows.</summary>
    public Utf8Slice EventIdText, SessionText, CustomerText, TitleText, ErrorCodeText;
}

/// <summary>
/// A part of a message's value: start and length in bytes, without quotes. When <paramref name="Escaped"/>, the part
/// holds JSON escapes and must be unescaped before it is shown.
/// </summary>
public readonly record struct Utf8Slice(int Start, ushort Length, bool Escaped)
{
    /// <summary>The bytes in the message that the slice was made of.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> message) => message.Slice(Start, Length);
}

using Telemetry.Domain.Events;

namespace Telemetry.Simulator.Sessions;

/// <summary>One event of a session before it has an id and a time; units and meaning as in METRICS.</summary>
internal readonly record struct ViewingEvent(SessionProfile Session, EventType Type)
{
    public required int WatchDurationSeconds { get; init; }

    public required int PositionSeconds { get; init; }

    public required double CompletionPercentage { get; init; }

    public required Quality Quality { get; init; }

    /// <summary>Null when the player could not measure.</summary>
    public required double? BandwidthMbps { get; init; }

    public required int BufferingEvents { get; init; }

    /// <summary>Null when there was no stall since the session's previous event.</summary>
    public required int? BufferingDurationMs { get; init; }

    /// <summary>On start events only.</summary>
    public int? StartupTimeMs { get; init; }

    /// <summary>On error events only.</summary>
    public string? ErrorCode { get; init; }
}

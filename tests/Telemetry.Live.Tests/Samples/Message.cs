using System.Text.Json;
using Telemetry.Domain.Events;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Live.Tests.Samples;

/// <summary>One message of the events topic, as a producer would write it.</summary>
internal sealed record Message
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static int _number;

    public string EventId { get; init; } = $"EVENT_{Interlocked.Increment(ref _number):x8}";

    public string CustomerId { get; init; } = "CUST_5e6f7g8h";

    public string TitleId { get; init; } = "TITLE_9i0j1k2l";

    public string SessionId { get; init; } = "SESSION_3m4n5o6p";

    public string EventType { get; init; } = "heartbeat";

    public DateTimeOffset EventTimestamp { get; init; }

    public string DeviceType { get; init; } = "mobile";

    public string? DeviceOs { get; init; } = "iOS";

    public string Quality { get; init; } = "HD";

    public double? BandwidthMbps { get; init; } = 25.5;

    public double? StartupTimeMs { get; init; }

    public double? WatchDurationSeconds { get; init; }

    public double? BufferingDurationMs { get; init; }

    public string Country { get; init; } = "United States";

    public string? State { get; init; } = "California";

    public string? City { get; init; } = "Los Angeles";

    public string? TenantId { get; init; }

    public string? ErrorCode { get; init; }

    /// <summary>The value as UTF-8; what is not ASCII is escaped.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>The event that ingestion makes of it.</summary>
    public TelemetryEvent Parse(Vocabularies vocabularies, byte[] utf8)
    {
        var rejection = new EventParser(vocabularies).Parse(utf8, EventTimestamp.ToUnixTimeMilliseconds(), out var e);
        Assert.Null(rejection);
        return e;
    }
}

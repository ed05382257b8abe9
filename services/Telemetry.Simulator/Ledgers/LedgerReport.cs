using System.Text.Json;

namespace Telemetry.Simulator.Ledgers;

/// <summary>What a <see cref="SimulationLedger"/> held at one moment; serialises to JSON with camel-case names.</summary>
public sealed record LedgerReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Messages sent: <see cref="Events"/>, <see cref="Late"/>, <see cref="Duplicates"/> and <see cref="Malformed"/> together.</summary>
    public required long Messages { get; init; }

    /// <summary>Distinct valid events that were not late; every count by something below adds up to it.</summary>
    public required long Events { get; init; }

    /// <summary>Distinct valid events that were sent 90 s or more after their event time.</summary>
    public required long Late { get; init; }

    /// <summary>Messages that repeated one of <see cref="Events"/>.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Messages that are no valid events.</summary>
    public required long Malformed { get; init; }

    /// <summary>Messages that are counted here but were not taken by Kafka; when above 0 the counts are upper bounds.</summary>
    public required long Undelivered { get; init; }

    /// <summary>Distinct sessions with an event.</summary>
    public required int Sessions { get; init; }

    /// <summary>Distinct customers with an event.</summary>
    public required int Customers { get; init; }

    /// <summary>By <c>event_type</c>; types without events are absent, as everywhere below.</summary>
    public required SortedDictionary<string, long> EventsByType { get; init; }

    /// <summary>By <c>device_type</c>.</summary>
    public required SortedDictionary<string, long> EventsByDevice { get; init; }

    /// <summary>By <c>quality</c>.</summary>
    public required SortedDictionary<string, long> EventsByQuality { get; init; }

    /// <summary>By <c>country</c>.</summary>
    public required Dictionary<string, long> EventsByCountry { get; init; }

    /// <summary>By <c>title_id</c>.</summary>
    public required Dictionary<string, long> EventsByTitle { get; init; }

    /// <summary>Error events by <c>error_code</c>.</summary>
    public required Dictionary<string, long> ErrorsByCode { get; init; }

    /// <summary>Malformed messages by what is wrong with them.</summary>
    public required SortedDictionary<string, long> MalformedByKind { get; init; }

    /// <summary>Sum of <c>buffering_events</c>.</summary>
    public required long BufferingEvents { get; init; }

    /// <summary>Sum of <c>buffering_duration_ms</c>.</summary>
    public required long BufferingDurationMs { get; init; }

    /// <summary>Events that carry <c>bandwidth_mbps</c>.</summary>
    public required long BandwidthSamples { get; init; }

    /// <summary>Mean of <c>bandwidth_mbps</c>, Mbit/s; null without samples.</summary>
    public required double? AverageBandwidthMbps { get; init; }

    /// <summary>Event time of the first event; null before it.</summary>
    public required DateTimeOffset? FirstEventAt { get; init; }

    /// <summary>Event time of the last event; null before the first.</summary>
    public required DateTimeOffset? LastEventAt { get; init; }

    /// <summary>
    /// The latest events of the last two minutes by session, event type and quality, in no order: enough to compute active viewers
    /// for any filter at any instant from <see cref="LastEventAt"/> on.
    /// </summary>
    public required IReadOnlyList<LatestEvent> Latest { get; init; }

    /// <summary>Indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a ledger report.</exception>
    public static LedgerReport FromJson(string json) =>
        JsonSerializer.Deserialize<LedgerReport>(json, Json) ?? throw new JsonException("Found null, expected a ledger report as a JSON object.");
}

/// <summary>The latest event of a session with that type and quality; names as in events, state and city null when unknown.</summary>
public sealed record LatestEvent(
    string CustomerId,
    string SessionId,
    DateTimeOffset At,
    string EventType,
    string DeviceType,
    string Quality,
    string Country,
    string? State,
    string? City,
    string TenantId);

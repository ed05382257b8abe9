using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;

namespace Telemetry.Domain.Parsing;

/// <summary>
/// From a Kafka value (UTF-8 JSON) to a <see cref="TelemetryEvent"/> by the rules of METRICS, or to the reason why not.
/// Allocates nothing for a valid event whose texts are known. Not thread-safe: one for each partition.
/// </summary>
/// <param name="vocabularies">Where texts have their ids.</param>
/// <param name="tenants">The tenants that the partition takes; null takes all.</param>
public sealed class EventParser(Vocabularies vocabularies, TenantTable? tenants = null)
{
    /// <summary>Longest value in bytes; an event has about 500.</summary>
    public const int MaxMessageBytes = 65_535;

    /// <summary>Longest id or name in bytes.</summary>
    public const int MaxTextBytes = PlaceVocabulary.MaxPartLength;

    /// <summary>Largest amount (seconds, ms, stalls, Mbit/s) that is believed.</summary>
    public const double MaxAmount = 1e9;

    /// <summary>2000-01-01: anything earlier is a clock that was never set.</summary>
    private const long OldestMs = 946_684_800_000;

    private readonly PredictiveTokenizer _tokenizer = new();
    private readonly UtcTimestamp _timestamp = new();
    private readonly int _noSystem = vocabularies.Systems.GetOrAdd(""u8);
    private Rejection? _rejection;

    /// <summary>
    /// Parses a value. Null when <paramref name="e"/> is a valid event. <paramref name="arrivalMs"/> is when the message
    /// says that it entered Kafka (Unix ms): a time further than the allowed skew after it is not believed.
    /// </summary>
    public Rejection? Parse(ReadOnlySpan<byte> json, long arrivalMs, out TelemetryEvent e)
    {
        Unsafe.SkipInit(out e);
        if (json.IsEmpty)
            return new Rejection(Rejection.Empty, "expected one JSON object, found no value");
        if (json.Length > MaxMessageBytes)
            return new Rejection(Rejection.TooLarge, $"expected at most {MaxMessageBytes} bytes, found {json.Length}");
        if (!Utf8.IsValid(json))
            return new Rejection(Rejection.InvalidUtf8, "expected UTF-8 text");
        Unsafe.SkipInit(out EventTokens tokens);
        return _tokenizer.Read(json, ref tokens) is { } rejection ? rejection : Interpret(json, tokens, arrivalMs, ref e);
    }

    private Rejection? Interpret(ReadOnlySpan<byte> json, in EventTokens tokens, long arrivalMs, ref TelemetryEvent e)
    {
        _rejection = null;
        e.EventIdText = Id(json, tokens, EventField.EventId, out e.EventId);
        e.SessionText = Id(json, tokens, EventField.SessionId, out e.Session);
        e.CustomerText = Id(json, tokens, EventField.CustomerId, out e.Customer);
        e.TitleText = SliceOf(Required(tokens, EventField.TitleId));
        e.ErrorCodeText = SliceOf(Checked(json, tokens, EventField.ErrorCode));
        e.WatchSeconds = Amount(json, tokens, EventField.WatchDurationSeconds, MaxAmount);
        e.PositionSeconds = Amount(json, tokens, EventField.PositionSeconds, MaxAmount);
        e.CompletionPercent = Amount(json, tokens, EventField.CompletionPercentage, 100);
        e.StartupMs = Amount(json, tokens, EventField.StartupTimeMs, MaxAmount) is >= 0 and var startup ? startup : -1;
        e.BandwidthBps = Amount(json, tokens, EventField.BandwidthMbps, MaxAmount) is >= 0 and var mbps ? (long)Math.Round(mbps * 1e6) : -1;
        e.BufferingEvents = Whole(json, tokens, EventField.BufferingEvents);
        e.BufferingMs = Amount(json, tokens, EventField.BufferingDurationMs, MaxAmount) is >= 0 and var stalled ? (long)Math.Round(stalled) : 0;
        Checked(json, tokens, EventField.Isp);
        Checked(json, tokens, EventField.Cdn);
        e.TimestampMs = Timestamp(json, tokens, arrivalMs);
        Span<byte> scratch = stackalloc byte[MaxTextBytes * 3];
        var type = EventTypes.Parse(Text(json, Required(tokens, EventField.EventType), EventField.EventType, scratch));
        var device = DeviceTypes.Parse(Text(json, Required(tokens, EventField.DeviceType), EventField.DeviceType, scratch));
        var quality = Qualities.Parse(Text(json, Required(tokens, EventField.Quality), EventField.Quality, scratch));
        var country = Text(json, Required(tokens, EventField.Country), EventField.Country, scratch);
        var state = Text(json, Optional(tokens, EventField.State), EventField.State, scratch[MaxTextBytes..]);
        var city = Text(json, Optional(tokens, EventField.City), EventField.City, scratch[(2 * MaxTextBytes)..]);
        if (_rejection is not null)
            return _rejection;
        // From here on the event is valid but for its texts; only then are they given ids.
        var place = vocabularies.Places.GetOrAdd(country, state, city);
        var title = Text(json, tokens[(int)EventField.TitleId], EventField.TitleId, scratch);
        e.Title = _rejection is null ? vocabularies.Titles.GetOrAdd(title) : 0;
        var system = Text(json, Optional(tokens, EventField.DeviceOs), EventField.DeviceOs, scratch);
        e.System = system.IsEmpty ? _noSystem : vocabularies.Systems.GetOrAdd(system);
        var tenant = Text(json, Optional(tokens, EventField.TenantId), EventField.TenantId, scratch);
        e.Cell = new CellKey(type, device, quality, place, Tenant(tenant, e.TimestampMs));
        return _rejection;
    }

    /// <summary>Comes last: the table of tenants changes with valid events alone.</summary>
    private int Tenant(ReadOnlySpan<byte> text, long eventMs)
    {
        if (_rejection is not null)
            return 0;
        if (text.IsEmpty)
            text = "default"u8;
        var tenant = vocabularies.Tenants.Find(text);
        if (tenants?.Admits(tenant, eventMs) is false)
        {
            Reject(Rejection.TenantLimit, $"tenant_id: limit of {tenants.Limit} tenants reached in this partition; a place becomes free when a tenant sends nothing for {TenantTable.Horizon.TotalHours:0} h");
            return 0;
        }
        if (tenant < 0)
            tenant = vocabularies.Tenants.GetOrAdd(text);
        tenants?.See(tenant, eventMs);
        return tenant;
    }

    private Utf8Slice Id(ReadOnlySpan<byte> json, in EventTokens tokens, EventField field, out UInt128 hash)
    {
        var token = Required(tokens, field);
        Span<byte> scratch = stackalloc byte[MaxTextBytes];
        hash = XxHash128.HashToUInt128(Text(json, token, field, scratch));
        return SliceOf(token);
    }

    private Token Required(in EventTokens tokens, EventField field)
    {
        var token = tokens[(int)field];
        if (token.Kind is TokenKind.Text or TokenKind.EscapedText)
        {
            if (token.Length == 0)
                Reject(Rejection.MissingField, $"{field.Name()}: expected 1 to {MaxTextBytes} bytes of text, found an empty text");
            else if (token.Length <= MaxTextBytes)
                return token;
            else
                Reject(Rejection.InvalidText, $"{field.Name()}: expected 1 to {MaxTextBytes} bytes of text, found {token.Length}");
        }
        else if (token.Kind is TokenKind.Absent or TokenKind.Null)
            Reject(Rejection.MissingField, $"{field.Name()}: required, found {(token.Kind == TokenKind.Null ? "null" : "nothing")}");
        else
            Reject(Rejection.WrongType, $"{field.Name()}: expected text, found {token.Kind}");
        return default;
    }

    private Token Optional(in EventTokens tokens, EventField field)
    {
        var token = tokens[(int)field];
        if (token.Kind is TokenKind.Absent or TokenKind.Null)
            return default;
        if (token.Kind is not (TokenKind.Text or TokenKind.EscapedText))
            Reject(Rejection.WrongType, $"{field.Name()}: expected text or null, found {token.Kind}");
        else if (token.Length <= MaxTextBytes)
            return token;
        else
            Reject(Rejection.InvalidText, $"{field.Name()}: expected at most {MaxTextBytes} bytes of text, found {token.Length}");
        return default;
    }

    // A text that is handed on as it stands.
    private Token Checked(ReadOnlySpan<byte> json, in EventTokens tokens, EventField field)
    {
        var token = Optional(tokens, field);
        Span<byte> scratch = stackalloc byte[MaxTextBytes];
        if (token.Kind == TokenKind.EscapedText) Unescape(json, token, field, scratch);
        return token;
    }

    private ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, Token token, EventField field, Span<byte> scratch)
    {
        var raw = json.Slice(token.Start, token.Length);
        return token.Kind == TokenKind.EscapedText ? Unescape(json, token, field, scratch) : raw;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> json, Token token, EventField field, Span<byte> scratch)
    {
        var reader = new Utf8JsonReader(json.Slice(token.Start - 1, token.Length + 2));
        reader.Read();
        try
        {
            var text = scratch[..reader.CopyString(scratch)];
            if (!text.ContainsAnyInRange((byte)0, (byte)0x1F))
                return text;
            Reject(Rejection.InvalidText, $"{field.Name()}: expected text without control characters");
        }
        catch (InvalidOperationException)
        {
            Reject(Rejection.InvalidText, $"{field.Name()}: expected text, found an incomplete surrogate pair");
        }
        return default;
    }

    private double Amount(ReadOnlySpan<byte> json, in EventTokens tokens, EventField field, double max)
    {
        var token = tokens[(int)field];
        if (token.Kind is TokenKind.Absent or TokenKind.Null)
            return double.NaN;
        if (token.Kind != TokenKind.Number)
        {
            Reject(Rejection.WrongType, $"{field.Name()}: expected a number or null, found {token.Kind}");
            return double.NaN;
        }
        var value = JsonNumber.Read(json.Slice(token.Start, token.Length));
        if (!(value >= 0 && value <= max))
            Reject(Rejection.OutOfRange, $"{field.Name()}: expected 0 to {max:0}, found {Encoding.ASCII.GetString(json.Slice(token.Start, Math.Min(token.Length, (ushort)40)))}");
        return value;
    }

    private long Whole(ReadOnlySpan<byte> json, in EventTokens tokens, EventField field)
    {
        var value = Amount(json, tokens, field, MaxAmount);
        if (double.IsNaN(value))
            return 0;
        if (value != Math.Floor(value))
            Reject(Rejection.WrongType, $"{field.Name()}: expected a whole number or null, found {value}");
        return (long)value;
    }

    private long Timestamp(ReadOnlySpan<byte> json, in EventTokens tokens, long arrivalMs)
    {
        var token = Required(tokens, EventField.EventTimestamp);
        if (token.Kind == TokenKind.Absent)
            return 0;
        Span<byte> scratch = stackalloc byte[MaxTextBytes];
        if (!_timestamp.TryRead(Text(json, token, EventField.EventTimestamp, scratch), out var unixMs))
            Reject(Rejection.InvalidTimestamp, "event_timestamp: expected ISO-8601 with zone, as 2025-08-11T14:30:45.123Z");
        else if (unixMs < OldestMs)
            Reject(Rejection.TimestampTooOld, "event_timestamp: expected a time after 2000-01-01; the producer's clock seems unset");
        else if (unixMs > arrivalMs + PaneTime.AllowedSkewMs)
            Reject(Rejection.TimestampInFuture, $"event_timestamp: expected at most {PaneTime.AllowedSkewMs / 1000} s after the message's arrival, found {(unixMs - arrivalMs) / 1000} s");
        return unixMs;
    }

    private static Utf8Slice SliceOf(Token token) => new(token.Start, token.Length, token.Kind == TokenKind.EscapedText);

    /// <summary>Keeps the first reason; texts are made for invalid messages only.</summary>

    private void Reject(string reason, string detail) => _rejection ??= new Rejection(reason, detail);
}

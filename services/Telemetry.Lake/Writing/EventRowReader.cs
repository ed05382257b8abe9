using System.Text;
using System.Text.Json;
using Telemetry.Domain.Events;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Kafka.Consuming;
using Telemetry.Lake.Tables;

namespace Telemetry.Lake.Writing;

/// <summary>
/// From a message to a row. Whether it is a valid event is the domain's parser's to say; the row then takes every text as it
/// is in the message, also those that live counting folds into "other" when its vocabularies are full. One for each partition.
/// </summary>
internal sealed class EventRowReader(Vocabularies vocabularies, TenantTable tenants)
{
    private const int TextsKept = 20_000;
    private readonly EventParser _parser = new(vocabularies, tenants);
    private readonly PredictiveTokenizer _tokenizer = new();
    private readonly Utf8Vocabulary _texts = new(TextsKept);

    /// <summary>The tenants that the partition takes.</summary>
    public TenantTable Tenants => tenants;

    /// <summary>False when the message is no valid event by the rules of ingestion, which has put it among the dead letters.</summary>
    public bool TryParse(KafkaMessage message, long arrivalMs, out TelemetryEvent e)
    {
        e = default;
        return !message.Key.Contains((byte)0) && _parser.Parse(message.Value, arrivalMs, out e) is null;
    }

    /// <summary>The row of a message that has been parsed.</summary>
    public EventRow Read(ReadOnlySpan<byte> json, in TelemetryEvent e)
    {
        EventTokens tokens = default;
        _tokenizer.Read(json, ref tokens);
        return new EventRow
        {
            TimestampMs = e.TimestampMs,
            EventId = Unique(json, tokens[(int)EventField.EventId]),
            CustomerId = Unique(json, tokens[(int)EventField.CustomerId]),
            SessionId = Unique(json, tokens[(int)EventField.SessionId]),
            TitleId = Shared(json, tokens[(int)EventField.TitleId]) ?? "",
            EventType = e.Cell.Type.Name(),
            DeviceType = e.Cell.Device.Name(),
            Quality = e.Cell.Quality.Name(),
            Country = Shared(json, tokens[(int)EventField.Country]) ?? "",
            Tenant = Shared(json, tokens[(int)EventField.TenantId]) ?? "default",
            DeviceOs = Shared(json, tokens[(int)EventField.DeviceOs]),
            State = Shared(json, tokens[(int)EventField.State]),
            City = Shared(json, tokens[(int)EventField.City]),
            Isp = Shared(json, tokens[(int)EventField.Isp]),
            Cdn = Shared(json, tokens[(int)EventField.Cdn]),
            ErrorCode = Shared(json, tokens[(int)EventField.ErrorCode]),
            WatchDurationSeconds = Whole(json, tokens[(int)EventField.WatchDurationSeconds]),
            PositionSeconds = Whole(json, tokens[(int)EventField.PositionSeconds]),
            BufferingEvents = Whole(json, tokens[(int)EventField.BufferingEvents]),
            StartupTimeMs = Whole(json, tokens[(int)EventField.StartupTimeMs]),
            BufferingDurationMs = Whole(json, tokens[(int)EventField.BufferingDurationMs]),
            CompletionPercentage = Amount(json, tokens[(int)EventField.CompletionPercentage]),
            BandwidthMbps = Amount(json, tokens[(int)EventField.BandwidthMbps]),
        };
    }

    private static string Unique(ReadOnlySpan<byte> json, Token token) =>
        token.Kind == TokenKind.EscapedText ? Unescape(json, token) ?? "" : Encoding.UTF8.GetString(json.Slice(token.Start, token.Length));

    /// <summary>A text that many rows have, as one string; null where there is none or an empty one.</summary>
    private string? Shared(ReadOnlySpan<byte> json, Token token)
    {
        if (token.Kind is not (TokenKind.Text or TokenKind.EscapedText) || token.Length == 0)
            return null;
        if (token.Kind == TokenKind.EscapedText)
            return Unescape(json, token) is { Length: > 0 } text ? text : null;
        var utf8 = json.Slice(token.Start, token.Length);
        // 0 is "other": either that very text, or there is no room to keep another.
        return _texts.GetOrAdd(utf8) is > 0 and var id ? _texts[id] : Encoding.UTF8.GetString(utf8);
    }

    private static string? Unescape(ReadOnlySpan<byte> json, Token token)
    {
        var reader = new Utf8JsonReader(json.Slice(token.Start - 1, token.Length + 2));
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair, in a text that the parser doesn't look into (isp, cdn, error_code)
        }
    }

    private static double? Amount(ReadOnlySpan<byte> json, Token token) =>
        token.Kind == TokenKind.Number ? JsonNumber.Read(json.Slice(token.Start, token.Length)) : null;

    private static int? Whole(ReadOnlySpan<byte> json, Token token) => Amount(json, token) is { } amount ? (int)Math.Round(amount) : null;
}

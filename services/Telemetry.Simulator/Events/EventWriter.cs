using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Telemetry.Domain.Events;
using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator.Events;

/// <summary>Writes events as METRICS defines them, UTF-8 JSON in one line. Not safe for two threads at a time.</summary>
internal sealed class EventWriter : IDisposable
{
    // Names with accents stay readable, as most players send them; nothing here ends up inside HTML.
    private static readonly JsonWriterOptions Lenient = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonEncodedText[] TypeNames = [.. Enum.GetValues<EventType>().Select(type => JsonEncodedText.Encode(type.Name()))];

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly Timestamp _timestamp = new();

    public EventWriter() => _json = new Utf8JsonWriter(_buffer, Lenient);

    public byte[] Write(in ViewingEvent viewingEvent, ReadOnlySpan<byte> eventId, DateTimeOffset at)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        WriteIdentity(viewingEvent, eventId, at);
        WriteProgress(viewingEvent);
        WriteCircumstances(viewingEvent);
        WriteIncident(viewingEvent);
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    public void Dispose() => _json.Dispose();

    private void WriteIdentity(in ViewingEvent viewingEvent, ReadOnlySpan<byte> eventId, DateTimeOffset at)
    {
        var session = viewingEvent.Session;
        _json.WriteString(Names.EventId, eventId);
        _json.WriteString(Names.CustomerId, session.Customer.Id);
        _json.WriteString(Names.TitleId, session.Title.Id);
        _json.WriteString(Names.SessionId, session.Id);
        _json.WriteString(Names.EventType, TypeNames[(int)viewingEvent.Type]);
        _json.WriteString(Names.EventTimestamp, _timestamp.Format(at));
    }

    private void WriteProgress(in ViewingEvent viewingEvent)
    {
        _json.WriteNumber(Names.WatchDurationSeconds, viewingEvent.WatchDurationSeconds);
        _json.WriteNumber(Names.PositionSeconds, viewingEvent.PositionSeconds);
        _json.WriteNumber(Names.CompletionPercentage, viewingEvent.CompletionPercentage);
    }

    private void WriteCircumstances(in ViewingEvent viewingEvent)
    {
        var (session, customer) = (viewingEvent.Session, viewingEvent.Session.Customer);
        _json.WriteString(Names.DeviceType, session.Device.Type.Name());
        WriteOptional(Names.DeviceOs, customer.OsKnown ? session.Os : null);
        _json.WriteString(Names.Quality, viewingEvent.Quality.Name());
        // An unmeasured bandwidth is null and every other unknown is absent, because receivers must take both.
        if (viewingEvent.BandwidthMbps is { } bandwidth)
            _json.WriteNumber(Names.BandwidthMbps, bandwidth);
        else
            _json.WriteNull(Names.BandwidthMbps);
        _json.WriteNumber(Names.BufferingEvents, viewingEvent.BufferingEvents);
        _json.WriteString(Names.Country, customer.Place.Country);
        WriteOptional(Names.State, customer.State);
        WriteOptional(Names.City, customer.City);
        WriteOptional(Names.TenantId, customer.Tenant);
        WriteOptional(Names.Isp, customer.ProviderKnown ? customer.Provider.Name : null);
        _json.WriteString(Names.Cdn, customer.Network.Name);
    }

    private void WriteIncident(in ViewingEvent viewingEvent)
    {
        if (viewingEvent.StartupTimeMs is { } startup)
            _json.WriteNumber(Names.StartupTimeMs, startup);
        if (viewingEvent.BufferingDurationMs is { } stalled)
            _json.WriteNumber(Names.BufferingDurationMs, stalled);
        WriteOptional(Names.ErrorCode, viewingEvent.ErrorCode);
    }

    private void WriteOptional(JsonEncodedText name, string? value)
    {
        if (value is not null)
            _json.WriteString(name, value);
    }

    private static class Names
    {
        public static readonly JsonEncodedText EventId = JsonEncodedText.Encode("event_id");
        public static readonly JsonEncodedText CustomerId = JsonEncodedText.Encode("customer_id");
        public static readonly JsonEncodedText TitleId = JsonEncodedText.Encode("title_id");
        public static readonly JsonEncodedText SessionId = JsonEncodedText.Encode("session_id");
        public static readonly JsonEncodedText EventType = JsonEncodedText.Encode("event_type");
        public static readonly JsonEncodedText EventTimestamp = JsonEncodedText.Encode("event_timestamp");
        public static readonly JsonEncodedText WatchDurationSeconds = JsonEncodedText.Encode("watch_duration_seconds");
        public static readonly JsonEncodedText PositionSeconds = JsonEncodedText.Encode("position_seconds");
        public static readonly JsonEncodedText CompletionPercentage = JsonEncodedText.Encode("completion_percentage");
        public static readonly JsonEncodedText DeviceType = JsonEncodedText.Encode("device_type");
        public static readonly JsonEncodedText DeviceOs = JsonEncodedText.Encode("device_os");
        public static readonly JsonEncodedText Quality = JsonEncodedText.Encode("quality");
        public static readonly JsonEncodedText BandwidthMbps = JsonEncodedText.Encode("bandwidth_mbps");
        public static readonly JsonEncodedText BufferingEvents = JsonEncodedText.Encode("buffering_events");
        public static readonly JsonEncodedText BufferingDurationMs = JsonEncodedText.Encode("buffering_duration_ms");
        public static readonly JsonEncodedText Country = JsonEncodedText.Encode("country");
        public static readonly JsonEncodedText State = JsonEncodedText.Encode("state");
        public static readonly JsonEncodedText City = JsonEncodedText.Encode("city");
        public static readonly JsonEncodedText TenantId = JsonEncodedText.Encode("tenant_id");
        public static readonly JsonEncodedText Isp = JsonEncodedText.Encode("isp");
        public static readonly JsonEncodedText Cdn = JsonEncodedText.Encode("cdn");
        public static readonly JsonEncodedText StartupTimeMs = JsonEncodedText.Encode("startup_time_ms");
        public static readonly JsonEncodedText ErrorCode = JsonEncodedText.Encode("error_code");
    }
}

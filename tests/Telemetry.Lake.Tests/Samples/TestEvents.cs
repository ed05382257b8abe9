using System.Globalization;
using System.Text;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Lake.Tests.Samples;

/// <summary>Messages of the events topic.</summary>
internal static class TestEvents
{
    /// <summary>Noon of a day.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 17, 12, 0, 0, TimeSpan.Zero);

    public static byte[] Json(string id, DateTimeOffset at, string? tenant = null, string more = "") => Encoding.UTF8.GetBytes(
        $$"""{"event_id":"{{id}}","customer_id":"CUST_1","title_id":"TITLE_1","session_id":"SESSION_1","event_type":"heartbeat","event_timestamp":"{{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}","device_type":"tv","quality":"HD","country":"Germany"{{(tenant is null ? "" : $",\"tenant_id\":\"{tenant}\"")}}{{more}}}""");

    public static KafkaMessage Message(long offset, byte[] value, DateTimeOffset arrival, int partition = 0) =>
        KafkaMessage.Copy(partition, offset, arrival.ToUnixTimeMilliseconds(), "SESSION_1"u8, value);
}

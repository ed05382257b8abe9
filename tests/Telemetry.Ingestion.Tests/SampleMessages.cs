using System.Globalization;
using System.Text;

namespace Telemetry.Ingestion.Tests;

internal static class SampleMessages
{
    /// <summary>The example of METRICS with another id, type, session, time and tenant.</summary>
    public static byte[] Event(string id, string type = "heartbeat", string session = "SESSION_3m4n5o6p", DateTimeOffset? at = null, string? tenant = null) => Encoding.UTF8.GetBytes(
        $$"""
        {"event_id":"{{id}}","customer_id":"CUST_5e6f7g8h","title_id":"TITLE_9i0j1k2l","session_id":"{{session}}","event_type":"{{type}}","event_timestamp":"{{(at ?? TimeProvider.System.GetUtcNow()).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}}","watch_duration_seconds":1800,"position_seconds":900,"completion_percentage":45.5,"device_type":"mobile","device_os":"iOS","quality":"HD","bandwidth_mbps":25.5,"buffering_events":2,"country":"United States","state":"California","city":"Los Angeles"{{(tenant is null ? "" : $",\"tenant_id\":\"{tenant}\"")}}}
        """);
}

using Telemetry.Kafka.Connecting;
using Telemetry.Simulator;

namespace Telemetry.AppHost;

/// <summary>What a person reads when everything listens: addresses, and a line to try it with.</summary>
internal static class Announcement
{
    public static string Of(Addresses addresses, Broker broker, string? lake, KafkaOptions kafka, SimulatorOptions? simulator)
    {
        var source = simulator is null ? "nothing is simulated" : $"{simulator.EventsPerSecond:N0} events/s simulated, seed {simulator.Seed}";
        return $$"""

              Telemetry is running; Ctrl-C stops it.

              page               {{Text(addresses.Page)}}
              live, gRPC-Web     {{Text(addresses.LiveWeb)}}
              live, gRPC (h2c)   {{Text(addresses.LiveGrpc)}}
              chat, REST         {{(addresses.ChatWeb is { } chat ? Text(chat) : "none")}}
              chat, gRPC (h2c)   {{(addresses.ChatGrpc is { } chatGrpc ? Text(chatGrpc) : "none")}}
              MCP server         {{addresses.Mcp?.ToString() ?? "none"}}
              sign-in            {{(addresses.Issuer is { } issuer ? Text(issuer) : "none")}}
              Kafka{{(broker.IsEmbedded ? ", embedded" : "          ")}}    {{broker.BootstrapServers}}   topic {{kafka.EventsTopic}}, {{source}}
              lake               {{lake ?? "none"}}

              Send one event (kcat from Debian's package of that name):

            {{Kcat(broker.BootstrapServers, kafka.EventsTopic)}}

            """;
    }

    // Each paste is another event of the present: the id and the time are the shell's.
    private static string Kcat(string bootstrapServers, string topic) =>
        """echo '{"event_id":"E'$(date +%s%N)'","customer_id":"CUST_kcat","title_id":"TITLE_kcat","session_id":"SESSION_kcat","event_type":"start","event_timestamp":"'$(date -u +%FT%T.%3NZ)'","device_type":"tv","quality":"4K","country":"Germany","city":"Berlin"}' | kcat -P -b """
        + $"{bootstrapServers} -t {topic} -k SESSION_kcat";

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}

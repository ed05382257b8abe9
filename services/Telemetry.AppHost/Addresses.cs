using System.Text.Json;

namespace Telemetry.AppHost;

/// <summary>Where everything is, once it listens.</summary>
/// <param name="Page">The web page.</param>
/// <param name="LiveWeb">Live data over gRPC-Web.</param>
/// <param name="LiveGrpc">Live data over gRPC: HTTP/2 in clear text with prior knowledge.</param>
/// <param name="ChatWeb">The chat over REST and gRPC-Web; null without one.</param>
/// <param name="ChatGrpc">The chat over gRPC: HTTP/2 in clear text with prior knowledge; null without one.</param>
/// <param name="Mcp">The MCP server's endpoint; null without a lake.</param>
/// <param name="Issuer">Where people sign in; null without sign-in.</param>
/// <param name="Kafka">Bootstrap servers.</param>
public sealed record Addresses(Uri Page, Uri LiveWeb, Uri LiveGrpc, Uri? ChatWeb, Uri? ChatGrpc, Uri? Mcp, Uri? Issuer, string Kafka)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes them as JSON. The file appears complete: whoever waits for it may read at once.</summary>
    public void WriteTo(string file)
    {
        var unfinished = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(this, Json));
        File.Move(unfinished, file, overwrite: true);
    }
}

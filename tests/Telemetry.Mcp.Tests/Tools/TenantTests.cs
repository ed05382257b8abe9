using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Telemetry.Mcp.Tests.Hosting;
using Telemetry.TestSupport.Identity;

namespace Telemetry.Mcp.Tests.Tools;

/// <summary>Whose events a call reads: what the settings, the token and the call's own words allow together.</summary>
public sealed class TenantTests
{
    private const string Sql = "SELECT count(*) FROM events WHERE event_date = '2026-03-18'";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "", "")]
    [InlineData("a b", "", "'a', 'b'")]
    [InlineData("", "a b", "'a', 'b'")]
    [InlineData("a b", "b c", "'b'")]
    [InlineData("a", "*", "'a'")]
    public async Task What_a_call_names_narrows_what_the_server_serves(string served, string named, string read)
    {
        await using var host = await McpHost.StartAsync([.. Names(served).Select((tenant, i) => ($"Mcp:Guard:Tenants:{i}", tenant))]);
        await using var client = await host.ConnectAsync();

        await CallAsync(client, "run_sql", new { sql = Sql }, Names(named));

        var sql = Assert.Single(host.Engine.Requests).Sql;
        if (read.Length == 0) Assert.DoesNotContain("tenant_id", sql, StringComparison.Ordinal);
        else Assert.Contains($"tenant_id IN ({read})", sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_for_tenants_that_are_not_served_runs_nothing()
    {
        await using var host = await McpHost.StartAsync(("Mcp:Guard:Tenants:0", "a"));
        await using var client = await host.ConnectAsync();

        var result = await CallAsync(client, "run_sql", new { sql = Sql }, ["b"]);

        Assert.True(result.IsError);
        Assert.Contains("this server serves a", result.StructuredContent.ToString(), StringComparison.Ordinal);
        Assert.Empty(host.Engine.Requests);
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("\"a\"")]
    [InlineData("[1]")]
    [InlineData("null")]
    public async Task Names_that_cannot_be_read_are_not_taken_for_everybody(string names)
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();

        var result = await client.CallToolAsync(
            "run_sql", new Dictionary<string, object?> { ["sql"] = Sql },
            options: new RequestOptions { Meta = new JsonObject { ["telemetry/tenants"] = JsonNode.Parse(names) } }, cancellationToken: Token);

        Assert.True(result.IsError);
        Assert.Empty(host.Engine.Requests);
    }

    [Fact]
    public async Task A_result_is_read_and_cancelled_by_callers_with_the_same_tenants_only()
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var run = await CallAsync(client, "run_sql", new { sql = "SELECT lpad('', 25, 'rows')", pageSize = 10 }, ["a"]);
        var queryId = run.StructuredContent!.Value.GetProperty("queryId").GetString();

        Assert.True((await CallAsync(client, "get_results", new { queryId }, ["b"])).IsError);
        Assert.True((await CallAsync(client, "get_results", new { queryId }, [])).IsError);
        Assert.True((await CallAsync(client, "cancel_query", new { queryId }, ["b"])).IsError);
        Assert.NotEqual(true, (await CallAsync(client, "get_results", new { queryId }, ["a"])).IsError);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_shown_to_the_issuer()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var host = await McpHost.StartAsync(Settings(issuer));
        using var http = new HttpClient();

        using var refusal = await http.PostAsJsonAsync(host.Address, new { }, Token);
        var challenge = Assert.Single(refusal.Headers.WwwAuthenticate);
        var metadataAddress = challenge.Parameter!.Split('"')[1];
        var metadata = await http.GetFromJsonAsync<JsonElement>(metadataAddress, Token);

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (refusal.StatusCode, challenge.Scheme));
        Assert.Equal(issuer.Authority, metadata.GetProperty("authorization_servers")[0].GetString()!.TrimEnd('/'));
        Assert.Equal("application/problem+json", refusal.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_tokens_tenants_are_what_its_calls_read_and_their_own_words_cannot_widen_it()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var host = await McpHost.StartAsync(Settings(issuer));
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = host.Address,
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {issuer.Token("ann", ["a", "b"])}" },
            }),
            cancellationToken: Token);

        await CallAsync(client, "run_sql", new { sql = Sql }, []);
        await CallAsync(client, "run_sql", new { sql = Sql }, ["b", "c"]);
        await CallAsync(client, "run_sql", new { sql = Sql }, ["*"]);
        var foreign = await CallAsync(client, "run_sql", new { sql = Sql }, ["c"]);

        Assert.Equal(["'a', 'b'", "'b'", "'a', 'b'"], host.Engine.Requests.Select(request => request.Sql.Split("tenant_id IN (")[1].Split(')')[0]));
        Assert.True(foreign.IsError);
    }

    private static (string, string)[] Settings(TestIssuer issuer) => [.. issuer.Settings.Select(setting => (setting.Key, setting.Value!))];

    private static string[] Names(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<CallToolResult> CallAsync(McpClient client, string tool, object arguments, string[] tenants) => await client.CallToolAsync(
        tool,
        JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value.Clone()),
        options: tenants.Length == 0 ? null : new RequestOptions
        {
            Meta = new JsonObject { ["telemetry/tenants"] = new JsonArray([.. tenants.Select(tenant => JsonValue.Create(tenant))]) },
        },
        cancellationToken: Token);
}

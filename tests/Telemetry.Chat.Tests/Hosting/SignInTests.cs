using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Telemetry.TestSupport.Identity;
using Telemetry.V1;

namespace Telemetry.Chat.Tests.Hosting;

/// <summary>Who is let in, whose data their questions are about, and whose conversations they see.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private TestIssuer _issuer = null!;
    private ChatHost _chat = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _chat = await ChatHost.StartAsync(_issuer.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _chat.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", "/api/chat/query")]
    [InlineData("GET", "/api/chat/suggestions")]
    [InlineData("GET", "/api/chat/sessions")]
    [InlineData("GET", "/api/chat/history/s")]
    [InlineData("POST", "/api/chat/export")]
    public async Task Without_a_token_no_door_of_REST_opens(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? JsonContent.Create(new { }) : null };
        using var refusal = await _chat.Http.SendAsync(request, Token);

        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (refusal.StatusCode, refusal.Content.Headers.ContentType?.MediaType));
        Assert.Equal("Bearer", Assert.Single(refusal.Headers.WwwAuthenticate).Scheme);
        Assert.Contains(_issuer.Authority, await refusal.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(_chat.Mcp.Calls);
    }

    [Fact]
    public async Task Without_a_token_gRPC_is_refused_too_and_health_is_not()
    {
        using var channel = _chat.OpenGrpc();
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await new ChatService.ChatServiceClient(channel).ListSessionsAsync(new ListSessionsRequest(), cancellationToken: Token));
        using var health = await _chat.Http.GetAsync(new Uri("/health/live", UriKind.Relative), Token);

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Every_call_of_a_question_says_for_which_tenants_it_is_and_comes_with_the_services_own_token()
    {
        var tokens = new ConcurrentBag<string>();
        _chat.Mcp.Observe = request => tokens.Add(request.Headers.Authorization.ToString());
        var ann = _issuer.Token("ann", ["b", "a"]);

        await AskAsync(ann, "s", "3 rows");

        Assert.Equal(["plan_question", "run_plan"], _chat.Mcp.Calls.Select(call => call.Tool));
        Assert.All(_chat.Mcp.Calls, call => Assert.Equal("""["a","b"]""", call.Meta!["telemetry/tenants"]!.ToJsonString()));
        Assert.All(tokens, token => Assert.True(token.StartsWith("Bearer ey", StringComparison.Ordinal) && token != $"Bearer {ann}", token));
    }

    [Fact]
    public async Task An_operators_question_is_about_every_tenant()
    {
        await AskAsync(_issuer.Token("op", ["*"]), "s", "3 rows");
        Assert.All(_chat.Mcp.Calls, call => Assert.False(call.Meta?.ContainsKey("telemetry/tenants") ?? false));
    }

    [Fact]
    public async Task Users_see_their_own_conversations_only()
    {
        var (ann, bob) = (_issuer.Token("ann", ["a"]), _issuer.Token("bob", ["a"]));
        await AskAsync(ann, "same-id", "1 rows");

        Assert.Single((await GetAsync(ann, "/api/chat/sessions"))["sessions"]!.AsArray());
        Assert.Empty((await GetAsync(bob, "/api/chat/sessions"))["sessions"]!.AsArray());
        Assert.Empty((await GetAsync(bob, "/api/chat/history/same-id"))["messages"]!.AsArray());
    }

    [Fact]
    public async Task An_answer_is_shared_between_askers_with_the_same_tenants_and_with_nobody_else()
    {
        var (ann, bob, carol) = (_issuer.Token("ann", ["a"]), _issuer.Token("bob", ["a"]), _issuer.Token("carol", ["c"]));
        var queryId = (await AskAsync(ann, "s1", "2 rows"))["queryId"]!.GetValue<string>();

        var bobs = await AskAsync(bob, "s2", "2 rows");
        var carols = await AskAsync(carol, "s3", "2 rows");

        Assert.True(bobs["cached"]!.GetValue<bool>());
        Assert.False(carols["cached"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.OK, await ExportAsync(bob, queryId));
        Assert.Equal(HttpStatusCode.NotFound, await ExportAsync(carol, queryId));
    }

    private async Task<JsonNode> AskAsync(string token, string sessionId, string message)
    {
        using var response = await SendAsync(token, HttpMethod.Post, "/api/chat/query", new { message, sessionId });
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    private async Task<JsonNode> GetAsync(string token, string path)
    {
        using var response = await SendAsync(token, HttpMethod.Get, path, body: null);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
    }

    private async Task<HttpStatusCode> ExportAsync(string token, string queryId)
    {
        using var response = await SendAsync(token, HttpMethod.Post, "/api/chat/export", new { queryId });
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(string token, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        return await _chat.Http.SendAsync(request, Token);
    }
}

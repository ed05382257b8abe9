using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using Telemetry.EndToEnd.Tests.Running;
using Telemetry.V1;

namespace Telemetry.EndToEnd.Tests.SignIn;

/// <summary>The whole way of a person: issuer, live service, chat, MCP server, and the live service again for a question about now.</summary>
public sealed class TenantTests(SignInAppHost host) : IClassFixture<SignInAppHost>, IDisposable
{
    private readonly PageSignIn _signIn = new(host.Process.Addresses);
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(host.Process.Addresses.LiveGrpc);
    private readonly HttpClient _chat = new() { BaseAddress = host.Process.Addresses.ChatWeb };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _signIn.Dispose();
        _channel.Dispose();
        _chat.Dispose();
    }

    [Fact]
    public async Task People_see_their_own_tenants_live_and_the_operator_every_one()
    {
        var (own, vacant) = ($"analyst-{SignInAppHost.Tenant}", "analyst-vacant");
        await foreach (var update in WatchAsync(own))
        {
            if (update.Metrics is { Events: > 0 }) break;
        }

        Assert.True((await SnapshotAsync("operator")).Metrics.Events > 0);
        Assert.Equal(0, (await SnapshotAsync(vacant)).Metrics.Events);
    }

    [Fact]
    public async Task A_guest_of_no_tenant_and_whoever_does_not_sign_in_are_refused()
    {
        var guest = await Assert.ThrowsAsync<RpcException>(() => SnapshotAsync("guest"));
        var nobody = await Assert.ThrowsAsync<RpcException>(async () =>
            await new LiveService.LiveServiceClient(_channel).GetSnapshotAsync(new GetSnapshotRequest(), cancellationToken: Token));
        using var asked = await _chat.PostAsJsonAsync("/api/chat/query", new { message = "viewers now", sessionId = "s" }, Token);

        Assert.Equal((StatusCode.PermissionDenied, StatusCode.Unauthenticated), (guest.StatusCode, nobody.StatusCode));
        Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
    }

    [Fact]
    public async Task The_chat_answers_each_about_their_own_tenants()
    {
        await foreach (var update in WatchAsync("operator"))
        {
            if (update.Viewers is { ActiveViewers: > 0 }) break;
        }

        Assert.True(await ViewersNowAsync($"analyst-{SignInAppHost.Tenant}") > 0);
        Assert.True(await ViewersNowAsync("operator") > 0);
        Assert.Equal(0, await ViewersNowAsync("analyst-vacant"));
    }

    private async Task<DashboardUpdate> SnapshotAsync(string person) => await new LiveService.LiveServiceClient(_channel)
        .GetSnapshotAsync(new GetSnapshotRequest(), await BearerAsync(person), cancellationToken: Token);

    private async IAsyncEnumerable<DashboardUpdate> WatchAsync(string person)
    {
        using var call = new LiveService.LiveServiceClient(_channel).WatchDashboard(new WatchDashboardRequest(), await BearerAsync(person), cancellationToken: Token);
        await foreach (var update in call.ResponseStream.ReadAllAsync(Token)) yield return update;
    }

    private async Task<Metadata> BearerAsync(string person) => new() { { "Authorization", $"Bearer {await _signIn.TokenOfAsync(person)}" } };

    private async Task<long> ViewersNowAsync(string person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat/query")
        {
            Content = JsonContent.Create(new { message = "how many viewers are watching right now?", sessionId = Guid.NewGuid() }),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await _signIn.TokenOfAsync(person)) },
        };
        using var response = await _chat.SendAsync(request, Token);
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, body);
        var answer = JsonNode.Parse(body)!;
        Assert.Equal("Live", answer["engine"]!.GetValue<string>());
        return answer["result"]!["rows"]![0]![0]!.GetValue<long>();
    }
}

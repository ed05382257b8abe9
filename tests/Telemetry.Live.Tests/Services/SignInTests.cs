using System.Net;
using Grpc.Core;
using Telemetry.Live.Tests.Samples;
using Telemetry.TestSupport.Identity;
using Telemetry.V1;

namespace Telemetry.Live.Tests.Services;

/// <summary>Who is let in, and what of it they see.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private TestIssuer _issuer = null!;
    private LiveHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _host = await LiveHost.StartAsync(settings: _issuer.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_token_every_call_is_refused_and_told_where_to_get_one(bool web)
    {
        var client = web ? _host.Web : _host.Grpc;

        var unary = await Assert.ThrowsAsync<RpcException>(async () => await client.GetSnapshotAsync(new GetSnapshotRequest(), cancellationToken: Token));
        using var call = client.WatchDashboard(new WatchDashboardRequest(), cancellationToken: Token);
        var streamed = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));

        Assert.All([unary, streamed], refusal =>
        {
            Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
            Assert.Contains(_issuer.Authority, refusal.Status.Detail, StringComparison.Ordinal);
        });
    }

    public static TheoryData<string, Func<TestIssuer, string>> BadTokens => new()
    {
        { "can't be accepted", _ => "no.token.atall" },
        { "can't be accepted", issuer => issuer.UnsignedToken("eve", "*") },
        { "can't be accepted", issuer => issuer.Token("eve", ["*"], key: issuer.PublicKeyAsSecret()) },
        { "audience must be 'telemetry'", issuer => issuer.Token("eve", ["*"], audience: "another service") },
        { "of another issuer", issuer => issuer.Token("eve", ["*"], issuer: "https://evil.example") },
        { "expired at", issuer => issuer.Token("eve", ["*"], until: TimeSpan.FromMinutes(-5)) },
    };

    [Theory]
    [MemberData(nameof(BadTokens), DisableDiscoveryEnumeration = true)]
    public async Task A_token_that_is_not_good_is_refused_with_the_reason(string reason, Func<TestIssuer, string> token)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await _host.Web.GetSnapshotAsync(new GetSnapshotRequest(), Bearer(token(_issuer)), cancellationToken: Token));
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Contains(reason, refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_a_tenant_is_nobodys_and_not_everybodys()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await _host.Grpc.GetSnapshotAsync(new GetSnapshotRequest(), Bearer(_issuer.Token("ann")), cancellationToken: Token));
        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Contains("'tenant_id' is missing", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_sees_the_events_of_their_own_tenants_and_an_operator_all()
    {
        _host.Count(new Message { TenantId = "a" }, new Message { TenantId = "b" }, new Message { TenantId = "b" }, new Message { TenantId = "c" });

        Assert.Equal(1, await EventsSeenBy(["a"]));
        Assert.Equal(3, await EventsSeenBy(["a", "b"]));
        Assert.Equal(0, await EventsSeenBy(["none of them"]));
        Assert.Equal(4, await EventsSeenBy(["*"]));
    }

    [Fact]
    public async Task The_feed_holds_the_events_of_the_callers_tenants_alone()
    {
        using var call = _host.Web.WatchEvents(new WatchEventsRequest(), Bearer(_issuer.Token("ann", ["a"])), cancellationToken: Token);
        await Reading.UntilAsync(() => _host.Streams == 1);

        _host.Count(new Message { TenantId = "b", EventId = "theirs" }, new Message { TenantId = "a", EventId = "mine" });

        var batch = await call.ResponseStream.NextAsync();
        Assert.Equal("mine", Assert.Single(batch.Events).EventId);
    }

    [Fact]
    public async Task Another_tenant_cannot_be_asked_for()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await _host.Grpc.GetSnapshotAsync(
            new GetSnapshotRequest { Filter = new Filter { TenantIds = { "a", "b" } } }, Bearer(_issuer.Token("ann", ["a"])), cancellationToken: Token));
        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Contains("'b'", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_its_owners_to_change_and_nobody_elses()
    {
        using var call = _host.Grpc.WatchDashboard(new WatchDashboardRequest(), Bearer(_issuer.Token("ann", ["a"])), cancellationToken: Token);
        var id = (await call.ResponseStream.NextAsync()).SubscriptionId;
        var change = new UpdateFilterRequest { SubscriptionId = id, Window = Window._1Hour };

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await _host.Grpc.UpdateFilterAsync(change, Bearer(_issuer.Token("bob", ["a"])), cancellationToken: Token));
        await _host.Grpc.UpdateFilterAsync(change, Bearer(_issuer.Token("ann", ["a"])), cancellationToken: Token);

        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
        Assert.Equal(Window._1Hour, (await call.ResponseStream.FirstAsync(update => update.Full)).Metrics.Window);
    }

    [Fact]
    public async Task A_stream_ends_with_the_token_that_it_began_with()
    {
        // The clock's slack lets it in; its own end has come all the same.
        var token = _issuer.Token("ann", ["a"], until: TimeSpan.FromSeconds(-1));
        using var call = _host.Web.WatchDashboard(new WatchDashboardRequest(), Bearer(token), cancellationToken: Token);

        var end = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(Token)) { }
        });
        Assert.Equal(StatusCode.Unauthenticated, end.StatusCode);
        Assert.Contains("expired", end.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_the_allowed_origin_can_read_why_it_was_refused()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host.WebAddress, "/telemetry.v1.LiveService/GetSnapshot"))
        {
            Content = new ByteArrayContent(new byte[5]) { Headers = { { "Content-Type", "application/grpc-web+proto" } } },
            Headers = { { "Origin", LiveHost.Origin }, { "Host", "localhost" } },
        };
        using var response = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(LiveHost.Origin, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("16", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Equal("application/grpc-web+proto", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task While_the_issuer_is_away_callers_are_told_so_and_not_that_their_token_is_bad()
    {
        var away = await TestIssuer.StartAsync();
        var settings = away.Settings;
        var token = away.Token("ann", ["a"]);
        await away.DisposeAsync();
        await using var host = await LiveHost.StartAsync(settings: settings);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await host.Grpc.GetSnapshotAsync(new GetSnapshotRequest(), Bearer(token), cancellationToken: Token));
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Contains("does not answer", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_issuers_own_name_for_the_claim_can_be_set()
    {
        await using var host = await LiveHost.StartAsync(settings: new(_issuer.Settings) { ["Identity:TenantClaim"] = "https://example.com/org" });
        host.Count(new Message { TenantId = "a" }, new Message { TenantId = "b" });

        var snapshot = await host.Grpc.GetSnapshotAsync(
            new GetSnapshotRequest(), Bearer(_issuer.Token("ann", ["a"], tenantClaim: "https://example.com/org")), cancellationToken: Token);
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Grpc.GetSnapshotAsync(new GetSnapshotRequest(), Bearer(_issuer.Token("ann", ["*"])), cancellationToken: Token));

        Assert.Equal(1, snapshot.Metrics.Events);
        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
    }

    private static Metadata Bearer(string token) => new() { { "Authorization", $"Bearer {token}" } };

    private async Task<long> EventsSeenBy(string[] tenants)
    {
        var snapshot = await _host.Grpc.GetSnapshotAsync(new GetSnapshotRequest(), Bearer(_issuer.Token("ann", tenants)), cancellationToken: Token);
        return snapshot.Metrics.Events;
    }
}

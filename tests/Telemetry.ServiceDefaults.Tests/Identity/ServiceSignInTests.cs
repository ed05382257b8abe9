using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Telemetry.ServiceDefaults.Identity;
using Telemetry.TestSupport.Identity;

namespace Telemetry.ServiceDefaults.Tests.Identity;

public sealed class ServiceSignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_asks_for_a_token_once_and_again_before_it_ends()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var http = new HttpClient(new ServiceSignIn(Options.Create(OptionsOf(issuer)), time).Through(new Recording()));

        var first = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => BearerOf(http)));
        time.Advance(TimeSpan.FromSeconds(issuer.ServiceTokenSeconds - 31));
        await BearerOf(http);
        Assert.Equal(1, issuer.ServiceTokens);
        time.Advance(TimeSpan.FromSeconds(2));
        await BearerOf(http);

        Assert.Equal(2, issuer.ServiceTokens);
        Assert.StartsWith("Bearer ey", Assert.Single(first.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_the_issuer_does_not_take_is_told_with_the_setting()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var options = OptionsOf(issuer);
        options.ServiceClientSecret = "wrong";
        using var http = new HttpClient(new ServiceSignIn(Options.Create(options), TimeProvider.System).Through(new Recording()));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => BearerOf(http));
        Assert.Contains("Identity:ServiceClientId", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_that_is_away_is_named_and_asked_again_with_the_next_call()
    {
        var issuer = await TestIssuer.StartAsync();
        var options = OptionsOf(issuer);
        await issuer.DisposeAsync();
        using var http = new HttpClient(new ServiceSignIn(Options.Create(options), TimeProvider.System).Through(new Recording()));

        var first = await Assert.ThrowsAsync<HttpRequestException>(() => BearerOf(http));
        await Assert.ThrowsAsync<HttpRequestException>(() => BearerOf(http));
        Assert.Contains(options.Authority!, first.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_credentials_nothing_stands_between_a_service_and_its_transport()
    {
        using var transport = new Recording();
        Assert.Same(transport, new ServiceSignIn(Options.Create(new IdentityOptions()), TimeProvider.System).Through(transport));
    }

    private static IdentityOptions OptionsOf(TestIssuer issuer) => new()
    {
        Authority = issuer.Authority, ServiceClientId = TestIssuer.ServiceClientId, ServiceClientSecret = TestIssuer.ServiceClientSecret,
    };

    private static async Task<string> BearerOf(HttpClient http)
    {
        using var response = await http.GetAsync(new Uri("http://service.example/"), Token);
        return await response.Content.ReadAsStringAsync(Token);
    }

    private sealed class Recording : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(request.Headers.Authorization?.ToString() ?? "") });
    }
}

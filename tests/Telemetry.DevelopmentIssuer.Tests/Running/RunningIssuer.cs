using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Telemetry.DevelopmentIssuer.Tests.Running;

/// <summary>An issuer on a free port whose clock the tests move, and a client that follows no redirect.</summary>
public sealed class RunningIssuer : IAsyncLifetime
{
    public const string PageOrigin = "http://localhost:4321", OtherPageOrigin = "http://127.0.0.1:4321";
    public const string Secret = "the secret of this start";

    private Issuer _issuer = null!;

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 17, 12, 0, 0, TimeSpan.Zero));

    internal string Authority => _issuer.Authority;

    internal HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new IssuerSettings
        {
            Port = 0,
            PageOrigins = [PageOrigin, OtherPageOrigin],
            PageClientId = "telemetry-page",
            ServiceClientId = "telemetry-services",
            ServiceClientSecret = Secret,
            Audience = "telemetry",
            TenantClaim = "tenant_id",
            Tenants = ["default"],
        };
        _issuer = await Issuer.StartAsync(settings, Clock);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        Client = new HttpClient(handler) { BaseAddress = new Uri(_issuer.Authority) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _issuer.DisposeAsync();
    }

    /// <summary>What discovery says.</summary>
    internal async Task<JsonElement> DiscoverAsync() =>
        JsonDocument.Parse(await Client.GetStringAsync("/.well-known/openid-configuration")).RootElement;

    /// <summary>Asks the token endpoint that discovery names.</summary>
    internal async Task<(int Status, JsonElement Answer)> AskForTokensAsync(IReadOnlyDictionary<string, string> form)
    {
        var endpoint = (await DiscoverAsync()).GetProperty("token_endpoint").GetString();
        using var content = new FormUrlEncodedContent(form);
        using var answer = await Client.PostAsync(endpoint, content);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Validates as a service does: keys from JWKS, issuer by the letter, audience and life time.</summary>
    internal async Task<TokenValidationResult> ValidateAsync(string token, string audience)
    {
        var keys = new JsonWebKeySet(await Client.GetStringAsync((await DiscoverAsync()).GetProperty("jwks_uri").GetString()));
        return await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Authority,
            ValidAudience = audience,
            IssuerSigningKeys = keys.GetSigningKeys(),
            LifetimeValidator = (_, until, _, _) => until > Clock.GetUtcNow(),
        });
    }
}

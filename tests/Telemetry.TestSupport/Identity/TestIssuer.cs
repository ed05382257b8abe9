using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.TestSupport.Identity;

/// <summary>
/// An OpenID Connect issuer on loopback: its configuration, its keys, and tokens of any kind that a test wants to try. It gives tokens
/// for client credentials to <see cref="ServiceClientId"/>.
/// </summary>
public sealed class TestIssuer : IAsyncDisposable
{
    public const string ServiceClientId = "telemetry-services";
    public const string ServiceClientSecret = "a secret of this test";

    private readonly RsaSecurityKey _key = new(RSA.Create(2_048)) { KeyId = "test" };
    private readonly WebApplication _app;
    private int _serviceTokens;

    private TestIssuer(WebApplication app) => _app = app;

    /// <summary>What <c>Identity:Authority</c> is set to.</summary>
    public string Authority => _app.Urls.First();

    /// <summary>How often a service has asked for a token.</summary>
    public int ServiceTokens => Volatile.Read(ref _serviceTokens);

    /// <summary>Seconds that a service's token is good for.</summary>
    public int ServiceTokenSeconds { get; set; } = 300;

    /// <summary>Settings of a host that asks its callers to sign in here, and itself signs in at others.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Identity:Authority"] = Authority,
        ["Identity:ServiceClientId"] = ServiceClientId,
        ["Identity:ServiceClientSecret"] = ServiceClientSecret,
    };

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        var issuer = new TestIssuer(builder.Build());
        issuer.Map(issuer._app);
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>A token that is good, but for what is said otherwise.</summary>
    public string Token(
        string subject, string[]? tenants = null, string audience = "telemetry", string? issuer = null, TimeSpan? until = null, string tenantClaim = "tenant_id",
        SecurityKey? key = null)
    {
        var claims = new Dictionary<string, object> { ["sub"] = subject, ["name"] = $"Name of {subject}" };
        if (tenants is { Length: > 0 }) claims[tenantClaim] = tenants;
        var expires = TimeProvider.System.GetUtcNow().UtcDateTime + (until ?? TimeSpan.FromMinutes(5));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience,
            Claims = claims,
            NotBefore = expires.AddHours(-1),
            IssuedAt = expires.AddHours(-1),
            Expires = expires,
            SigningCredentials = new SigningCredentials(key ?? _key, key is SymmetricSecurityKey ? SecurityAlgorithms.HmacSha256 : SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>The same claims without a signature: <c>alg: none</c>.</summary>
    public string UnsignedToken(string subject, string tenant) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Authority,
        Audience = "telemetry",
        Claims = new Dictionary<string, object> { ["sub"] = subject, ["tenant_id"] = tenant },
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
    });

    /// <summary>A key that is made from what is public of the issuer's: the attack that takes RS256 for HS256.</summary>
    public SecurityKey PublicKeyAsSecret() => new SymmetricSecurityKey(_key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = _key.KeyId };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Rsa.Dispose();
    }

    // RFC 6749, 2.3.1: Basic, with both parts form-encoded before.
    private static bool IsTheService(string authorization) =>
        AuthenticationHeaderValue.TryParse(authorization, out var header) && header is { Scheme: "Basic", Parameter: { } credentials }
        && Encoding.UTF8.GetString(Convert.FromBase64String(credentials)).Split(':').Select(WebUtility.UrlDecode).SequenceEqual([ServiceClientId, ServiceClientSecret]);

    private void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Authority,
            ["jwks_uri"] = $"{Authority}/keys",
            ["token_endpoint"] = $"{Authority}/token",
            ["authorization_endpoint"] = $"{Authority}/authorize",
        }));
        endpoints.MapGet("/keys", () =>
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(_key);
            return Results.Json(new { keys = new[] { new { kty = key.Kty, n = key.N, e = key.E, kid = key.Kid, use = "sig", alg = "RS256" } } });
        });
        endpoints.MapPost("/token", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            if (form["grant_type"] != "client_credentials" || !IsTheService(context.Request.Headers.Authorization.ToString())) return Results.Json(new { error = "invalid_client" }, statusCode: 401);
            Interlocked.Increment(ref _serviceTokens);
            return Results.Json(new
            {
                access_token = Token(ServiceClientId, [TenantScope.EveryName], until: TimeSpan.FromSeconds(ServiceTokenSeconds)),
                token_type = "Bearer",
                expires_in = ServiceTokenSeconds,
            });
        });
    }
}

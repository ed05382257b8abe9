using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Telemetry.DevelopmentIssuer.Protocol;

/// <summary>OpenID Connect as this issuer speaks it: OpenIddict without a database, with keys that live as long as the process.</summary>
internal static class IssuerProtocol
{
    public const string Authorize = "/connect/authorize", UserInfo = "/connect/userinfo", EndSession = "/connect/endsession";
    private const string Token = "/connect/token";

    // Short, so that whoever develops sees tokens being renewed.
    private static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(10);

    // After the checks that OpenIddict makes itself.
    private const int Last = int.MaxValue - 1_000;

    public static void AddIssuerProtocol(this IServiceCollection services, IssuerSettings settings)
    {
        services.AddSingleton(settings).AddSingleton<Principals>().AddSingleton<UsedCodes>();
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode();
            server.SetAuthorizationEndpointUris(Authorize).SetTokenEndpointUris(Token);
            server.SetUserInfoEndpointUris(UserInfo).SetEndSessionEndpointUris(EndSession);
            server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.OfflineAccess, settings.Audience);
            server.AddEphemeralSigningKey().DisableAccessTokenEncryption().SetAccessTokenLifetime(AccessTokenLifetime);
            // Codes and refresh tokens are read here alone: a key of this start, no pair of them.
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            // In a page that an answer is posted by, a script that came in under a foreign name could read the code.
            server.Configure(options => options.ResponseModes.IntersectWith([ResponseModes.Query]));
            server.Configure(options => options.CodeChallengeMethods.IntersectWith([CodeChallengeMethods.Sha256]));
            server.AddRules();
            server.UseAspNetCore()
                .EnableAuthorizationEndpointPassthrough().EnableUserInfoEndpointPassthrough().EnableEndSessionEndpointPassthrough()
                .DisableTransportSecurityRequirement(); // loopback only
        });
        // The port may be the system's choice; the options are read with the first request, when it is known.
        services.AddOptions<OpenIddictServerOptions>().Configure<IServer>((options, server) => options.Issuer = new Uri(AddressOf(server)));
    }

    /// <summary>The address that tokens name, whatever name a request came by.</summary>
    public static string AddressOf(IServer started) =>
        $"http://localhost:{new Uri(started.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port}";

    private static void AddRules(this OpenIddictServerBuilder server) => server
        .Add<ValidateAuthorizationRequestContext, AuthorizationRules>(order: int.MinValue)
        .Add<ValidateTokenRequestContext, TokenRules>(Last)
        .Add<HandleTokenRequestContext, TokenRules>(order: int.MinValue)
        .Add<ValidateEndSessionRequestContext, EndSessionRules>(order: int.MinValue)
        .Add<ApplyConfigurationResponseContext, ExactIssuer>(order: int.MinValue)
        .Add<ApplyAuthorizationResponseContext, ExactIssuer>(order: 0) // it is named before and sent after
        .Add<GenerateTokenContext, ExactIssuer>(order: int.MinValue);

    private static OpenIddictServerBuilder Add<TContext, THandler>(this OpenIddictServerBuilder server, int order)
        where TContext : BaseContext
        where THandler : class, IOpenIddictServerHandler<TContext> =>
        server.AddEventHandler<TContext>(handler => handler.UseSingletonHandler<THandler>().SetOrder(order));
}

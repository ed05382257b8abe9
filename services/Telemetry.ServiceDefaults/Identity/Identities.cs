using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Telemetry.ServiceDefaults.Identity;

/// <summary>
/// What a host calls so that only signed-in callers are answered: bearer tokens (RFC 6750) that an OpenID Connect issuer has signed for
/// <see cref="IdentityOptions.Audience"/>. Without <see cref="IdentityOptions.Authority"/> all of it does nothing.
/// </summary>
public static class Identities
{
    private static readonly TimeSpan IssuerPatience = TimeSpan.FromSeconds(5);

    /// <summary>Adds the options, and what services call each other with (<see cref="ServiceSignIn"/>), for a host that nobody calls.</summary>
    public static void AddServiceSignIn(this IServiceCollection services)
    {
        services.AddOptions<IdentityOptions>().BindConfiguration(IdentityOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IdentityOptions>, IdentityOptionsValidator>());
        services.TryAddSingleton<ServiceSignIn>();
    }

    /// <summary>Adds the check of callers' tokens besides. More than once does no harm.</summary>
    /// <returns>Whether callers must sign in.</returns>
    public static bool AddIdentity(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddServiceSignIn();
        if (builder.Configuration.GetSection(IdentityOptions.Section).Get<IdentityOptions>() is not { IsRequired: true }) return false;

        // Nothing is sealed with these keys here; without this they would be written to the user's folder.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<IdentityOptions>>((bearer, identity) => Configure(bearer, identity.Value));
        services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireClaim(IdentityClaims.Tenant).Build());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, SignInRefusals>();
        return true;
    }

    /// <summary>Reads the callers' tokens. To be called after CORS: a refusal too must be readable by the page that it is for.</summary>
    public static void UseIdentity(this WebApplication app)
    {
        if (!app.IsSignInRequired()) return;
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>Answers these endpoints to signed-in callers only.</summary>
    public static TBuilder RequireSignIn<TBuilder>(this TBuilder endpoints, WebApplication app)
        where TBuilder : IEndpointConventionBuilder =>
        app.IsSignInRequired() ? endpoints.RequireAuthorization() : endpoints;

    /// <summary>Whether callers must sign in.</summary>
    public static bool IsSignInRequired(this WebApplication app) => app.Services.GetRequiredService<IOptions<IdentityOptions>>().Value.IsRequired;

    private static void Configure(JwtBearerOptions bearer, IdentityOptions identity)
    {
        bearer.Authority = identity.Authority;
        bearer.Audience = identity.Audience;
        bearer.RequireHttpsMetadata = new Uri(identity.Authority!).Scheme == Uri.UriSchemeHttps;
        bearer.BackchannelTimeout = IssuerPatience;
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            NameClaimType = IdentityClaims.Name,
            ClockSkew = TimeSpan.FromSeconds(30),
            // Signed by the issuer's published keys, or not at all: none of these may be left out by a token.
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuerSigningKey = true,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (identity.TenantClaim != IdentityClaims.Tenant) RenameTenants(context.Principal!, identity.TenantClaim);
                return Task.CompletedTask;
            },
        };
    }

    // What the issuer's own claim of the name that we use may mean is its affair: only the one that was named counts.
    private static void RenameTenants(ClaimsPrincipal caller, string claimName)
    {
        var identity = (ClaimsIdentity)caller.Identity!;
        foreach (var other in identity.FindAll(IdentityClaims.Tenant).ToList()) identity.RemoveClaim(other);
        identity.AddClaims([.. identity.FindAll(claimName).Select(claim => new Claim(IdentityClaims.Tenant, claim.Value))]);
    }
}

using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.AppHost.Page;

/// <summary>How people sign in on the page.</summary>
/// <param name="Authority">The OpenID Connect issuer, under its one name: tokens carry it, whatever the page itself is reached by.</param>
/// <param name="ClientId">As what the page signs them in.</param>
/// <param name="Scope">What it asks for.</param>
/// <param name="TenantClaim">The claim that says whose data they see.</param>
internal sealed record PageIdentity(string Authority, string ClientId, string Scope, string TenantClaim)
{
    /// <summary>What the services are configured to require; null when that is nothing.</summary>
    public static PageIdentity? Of(IConfiguration configuration)
    {
        var identity = configuration.GetSection(IdentityOptions.Section).Get<IdentityOptions>() ?? new IdentityOptions();
        return identity.IsRequired ? new PageIdentity(identity.Authority!, identity.ClientId, identity.Scope, identity.TenantClaim) : null;
    }
}

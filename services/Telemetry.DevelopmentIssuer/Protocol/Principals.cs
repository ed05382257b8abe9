using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Telemetry.DevelopmentIssuer.Choosing;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Telemetry.DevelopmentIssuer.Protocol;

/// <summary>What tokens say of whom they are for.</summary>
internal sealed class Principals(IssuerSettings settings)
{
    /// <summary>A person, with the scopes that the page asked for.</summary>
    public ClaimsPrincipal Of(Person person, IEnumerable<string> scopes) =>
        UsedCodes.Number(Of(person.Id, person.Name, person.Tenant, scopes));

    /// <summary>The services among themselves: they pass on whose data is asked for, so they see all of it.</summary>
    public ClaimsPrincipal OfServices(IEnumerable<string> scopes) =>
        Of(settings.ServiceClientId, "Telemetry services", Person.EveryTenant, scopes);

    private ClaimsPrincipal Of(string subject, string name, string? tenant, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetClaim(Claims.Name, name).SetClaim(settings.TenantClaim, tenant);
        identity.SetDestinations(static _ => [Destinations.AccessToken, Destinations.IdentityToken]);
        identity.SetScopes(scopes).SetResources(settings.Audience);
        return new ClaimsPrincipal(identity);
    }
}

using System.ComponentModel.DataAnnotations;

namespace Telemetry.ServiceDefaults.Identity;

/// <summary>Who signs callers in; section <c>Identity</c>, the same for every service. Without an issuer nobody is asked to sign in.</summary>
public sealed class IdentityOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Identity";

    /// <summary>
    /// Address of the OpenID Connect issuer, whose <c>/.well-known/openid-configuration</c> is read: https, or http on this machine.
    /// Default: none, and callers need not sign in.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>The audience that a token must be for (<c>aud</c>). Default: <c>telemetry</c>.</summary>
    [Required]
    public string Audience { get; set; } = "telemetry";

    /// <summary>
    /// The claim that names a caller's tenants, one value or several; <c>*</c> means every tenant. A token without it is refused.
    /// Default: <c>tenant_id</c>.
    /// </summary>
    [Required]
    public string TenantClaim { get; set; } = IdentityClaims.Tenant;

    /// <summary>As which public client the web page signs people in. Default: <c>telemetry-page</c>.</summary>
    [Required]
    public string ClientId { get; set; } = "telemetry-page";

    /// <summary>What the web page asks for. Default: <c>openid profile telemetry offline_access</c>.</summary>
    [Required]
    public string Scope { get; set; } = "openid profile telemetry offline_access";

    /// <summary>As which client a service signs in at another (client credentials). Default: none, and services call each other without a token.</summary>
    public string? ServiceClientId { get; set; }

    /// <summary>The secret of <see cref="ServiceClientId"/>.</summary>
    public string? ServiceClientSecret { get; set; }

    /// <summary>What a service asks for with it. Default: <c>telemetry</c>.</summary>
    [Required]
    public string ServiceScope { get; set; } = "telemetry";

    /// <summary>Whether callers must sign in.</summary>
    public bool IsRequired => !string.IsNullOrEmpty(Authority);
}

namespace Telemetry.ServiceDefaults.Identity;

/// <summary>Names of the claims that the product reads; the issuer's own names for them are mapped onto these.</summary>
public static class IdentityClaims
{
    /// <summary>Who it is: a name that the issuer never gives to anybody else.</summary>
    public const string Subject = "sub";

    /// <summary>What to call them.</summary>
    public const string Name = "name";

    /// <summary>A tenant whose data they may see; once for each, or <see cref="TenantScope.EveryName"/>.</summary>
    public const string Tenant = "tenant_id";
}

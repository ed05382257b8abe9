using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.DevelopmentIssuer.Choosing;

/// <summary>Someone to sign in as: a role, not a human being.</summary>
/// <param name="Id">The subject of the tokens.</param>
/// <param name="Name">The name that the page shows.</param>
/// <param name="Tenant">The tenant whose data they see, <see cref="EveryTenant"/>, or null for someone who may see nothing.</param>
/// <param name="Sees">What choosing them shows, for the developer who chooses.</param>
internal sealed record Person(string Id, string Name, string? Tenant, string Sees)
{
    /// <summary>The tenant claim of those who see all data.</summary>
    public const string EveryTenant = TenantScope.EveryName;

    /// <summary>No event carries it.</summary>
    public const string VacantTenant = "vacant";

    /// <summary>An operator, an analyst of each tenant with data and of one without, and a guest whom the services refuse.</summary>
    public static IReadOnlyList<Person> Of(IReadOnlyList<string> tenants) =>
    [
        new("operator", "Operator", EveryTenant, "sees every tenant"),
        .. tenants.Select(tenant => Analyst(tenant, $"sees tenant {tenant} alone")),
        Analyst(VacantTenant, "of a tenant without data: sees none"),
        new("guest", "Guest", null, "of no tenant: is refused"),
    ];

    private static Person Analyst(string tenant, string sees) => new($"analyst-{tenant}", $"Analyst of {tenant}", tenant, sees);
}

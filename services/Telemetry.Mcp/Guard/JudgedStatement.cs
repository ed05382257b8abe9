using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Mcp.Guard;

/// <summary>A statement that was found harmless, as it will run.</summary>
/// <param name="Sql">Written anew from the judged tree, with the limits and the tenant's predicate in it.</param>
/// <param name="RowLimit">Rows that its reader gets; it may give one more, which says that there are more.</param>
/// <param name="Tenants">Whose events it reads.</param>
public sealed record JudgedStatement(string Sql, int RowLimit, TenantScope Tenants);

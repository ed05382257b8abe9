using System.ComponentModel.DataAnnotations;

namespace Telemetry.Domain.Tenants;

/// <summary>Which events are taken; section "Events". Live counting and the lake writer read the same setting, so that they agree.</summary>
public sealed class TenantOptions
{
    /// <summary>The configuration section that these are bound to.</summary>
    public const string Section = "Events";

    /// <summary>
    /// Tenants that a partition of the events topic takes within a day, 1 to 10,000; see <see cref="TenantTable"/>. Each costs memory in
    /// every pane and a file of the lake a minute and partition. Default: 256.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxTenants { get; set; } = TenantTable.DefaultLimit;
}

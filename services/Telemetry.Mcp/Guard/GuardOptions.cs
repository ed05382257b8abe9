using System.ComponentModel.DataAnnotations;

namespace Telemetry.Mcp.Guard;

/// <summary>What statements may see and how large they may be; section <c>Mcp:Guard</c>.</summary>
public sealed class GuardOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Mcp:Guard";

    /// <summary>
    /// Tenants whose events may be read by anybody here; the predicate is added to every statement. Default: none named, which means
    /// every tenant of the lake. A caller's own tenants narrow it (<see cref="CallerTenants"/>).
    /// </summary>
    public IList<string> Tenants { get; } = [];

    /// <summary>Days of events that a statement may reach back; older partitions are not read. Default: 400.</summary>
    [Range(1, 10_000)]
    public int RetentionDays { get; set; } = 400;

    /// <summary>Characters of a statement, at most 65,536. Default: 32,768.</summary>
    [Range(100, 65_536)]
    public int MaxStatementLength { get; set; } = 32_768;
}

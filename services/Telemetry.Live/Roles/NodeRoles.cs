using Telemetry.ServiceDefaults;

namespace Telemetry.Live.Roles;

/// <summary>What a node does.</summary>
/// <param name="Ingests">It consumes events and counts them.</param>
/// <param name="IsGateway">It serves streams.</param>
/// <param name="IsAlone">It has no other nodes beside it.</param>
public sealed record NodeRoles(bool Ingests, bool IsGateway, bool IsAlone)
{
    private const string Setting = $"{NodeOptions.Section}:{nameof(NodeOptions.Roles)}", Standalone = $"{NodeOptions.Section}:{nameof(NodeOptions.Standalone)}";

    /// <summary>The roles that a configuration says.</summary>
    /// <exception cref="InvalidSettingException">It says something else.</exception>
    public static NodeRoles From(IConfiguration configuration)
    {
        var options = configuration.GetSection(NodeOptions.Section).Get<NodeOptions>() ?? new NodeOptions();
        var names = options.Roles.Split(',', StringSplitOptions.TrimEntries);
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Length || !Array.TrueForAll(names, IsRole))
            throw new InvalidSettingException(Setting, options.Roles, "must be ingest, gateway, or both separated by a comma");
        var roles = new NodeRoles(Has(names, "ingest"), Has(names, "gateway"), options.Standalone);
        if (roles.IsAlone && !(roles.Ingests && roles.IsGateway))
            throw new InvalidSettingException(Standalone, "true", $"must be false unless {Setting} is ingest,gateway: with one role alone, other nodes have the other one");
        return roles;
    }

    private static bool Has(string[] names, string role) => names.Contains(role, StringComparer.OrdinalIgnoreCase);

    private static bool IsRole(string name) => Has(["ingest", "gateway"], name);
}

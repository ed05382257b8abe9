using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Telemetry.Mcp.Tools;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Mcp.Guard;

/// <summary>
/// Whose events a call may read: what all of these allow, the server's settings, the caller's token, and what the caller itself says in
/// <c>_meta</c> under <see cref="TenantScope.MetaKey"/>, for a service that asks for somebody else. Nothing that a call says can widen it.
/// </summary>
internal sealed class CallerTenants(IOptions<GuardOptions> options)
{
    private readonly TenantScope _served = options.Value.Tenants.Count == 0 ? TenantScope.Every : TenantScope.Of(options.Value.Tenants);

    /// <exception cref="ToolFailureException">Nothing is left, or <c>_meta</c> can't be read.</exception>
    public TenantScope Of(RequestContext<CallToolRequestParams> request)
    {
        var caller = TenantScope.Of(request.User);
        return _served.And(caller)?.And(Asked(request.Params?.Meta))
            ?? throw ToolFailureException.Refused($"None of these tenants may be read here. The caller may read {caller}, this server serves {_served}.");
    }

    private static TenantScope Asked(JsonObject? meta)
    {
        if (meta is null || !meta.TryGetPropertyValue(TenantScope.MetaKey, out var value)) return TenantScope.Every;
        return value is JsonArray { Count: > 0 } names && names.All(name => name?.GetValueKind() is JsonValueKind.String)
            ? TenantScope.Of(names.Select(name => name!.GetValue<string>()))
            : throw ToolFailureException.Invalid($"_meta.{TenantScope.MetaKey} must be an array of at least one tenant.");
    }
}

using System.Security.Claims;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Telemetry.Domain.Filtering;
using Telemetry.Grpc.Errors;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Live.Hub;

/// <summary>Who asks.</summary>
/// <param name="Scope">Tenants whose events they may see.</param>
/// <param name="User">The signed-in user, by the issuer's name for them; null for whoever need not sign in.</param>
/// <param name="Address">Where the call comes from.</param>
/// <param name="SignedInUntil">When the token ends, and streams that began with it; null without one.</param>
internal sealed record Caller(TenantScope Scope, string? User, string Address, DateTimeOffset? SignedInUntil)
{
    /// <summary>Whoever need not sign in, from nowhere in particular.</summary>
    public static readonly Caller Anyone = new(TenantScope.Every, User: null, Address: "", SignedInUntil: null);

    public static Caller Of(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        return http.User.Identity is { IsAuthenticated: true }
            ? new Caller(
                TenantScope.Of(http.User),
                http.User.FindFirstValue(IdentityClaims.Subject) ?? "",
                address,
                http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc)
            : Anyone with { Address = address };
    }

    /// <summary>The filter, narrowed to what this caller may see.</summary>
    /// <exception cref="PermissionDeniedException">It names a tenant of others.</exception>
    public EventFilter Confine(EventFilter filter)
    {
        if (Scope.IsEvery) return filter;
        if (filter.TenantIds.FirstOrDefault(tenant => !Scope.Allows(tenant)) is { } foreign)
            throw new PermissionDeniedException($"filter.tenant_ids has '{foreign}', which you may not see; you may see {Scope}.");
        return filter.TenantIds.Count > 0 ? filter : filter with { TenantIds = Scope.Tenants };
    }
}

using System.Security.Claims;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Questions;

/// <summary>Who asks.</summary>
/// <param name="Owner">Whose conversations they see: the signed-in user's own; where nobody signs in everybody's.</param>
/// <param name="Tenants">Whose data they ask about.</param>
internal sealed record Caller(string Owner, TenantScope Tenants)
{
    /// <summary>Whoever need not sign in.</summary>
    public static readonly Caller Anyone = new("default", TenantScope.Every);

    public static Caller Of(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true }
            ? new Caller($"user:{context.User.FindFirstValue(IdentityClaims.Subject)}", TenantScope.Of(context.User))
            : Anyone;
}

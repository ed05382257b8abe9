using System.Security.Claims;

namespace Telemetry.Chat.Questions;

/// <summary>Whose data a caller asks about.</summary>
internal static class Tenants
{
    /// <summary>The tenant of a caller who is not signed in: as in the events, which need not name one either.</summary>
    public const string Default = "default";

    public static string Of(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true } && context.User.FindFirstValue("tenant_id") is { Length: > 0 } tenant ? tenant : Default;
}

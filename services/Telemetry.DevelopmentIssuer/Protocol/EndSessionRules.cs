using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Telemetry.DevelopmentIssuer.Protocol;

/// <summary>Signing out leads back to the page alone. There is no session to end: who signs in is asked each time.</summary>
internal sealed class EndSessionRules(IssuerSettings settings) : IOpenIddictServerHandler<ValidateEndSessionRequestContext>
{
    /// <inheritdoc/>
    public ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.PostLogoutRedirectUri is { Length: > 0 } address && !settings.IsOfThePage(address))
            context.Reject(Errors.InvalidRequest, $"post_logout_redirect_uri is '{address}'; it must be the root of the page.");
        return default;
    }
}

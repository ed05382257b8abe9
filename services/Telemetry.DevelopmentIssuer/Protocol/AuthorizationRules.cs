using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Telemetry.DevelopmentIssuer.Protocol;

/// <summary>Which sign-ins are begun: those of the page, back to the page, with what ties the answer to the question.</summary>
internal sealed class AuthorizationRules(IssuerSettings settings) : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    /// <inheritdoc/>
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.ClientId != settings.PageClientId)
            context.Reject(Errors.InvalidRequest, $"The client is '{context.ClientId}'; only '{settings.PageClientId}' signs people in.");
        else if (!settings.IsOfThePage(context.RedirectUri))
            context.Reject(Errors.InvalidRequest, $"redirect_uri is '{context.RedirectUri}'; it must be the root of the page.");
        else if (string.IsNullOrEmpty(context.Request.State) || string.IsNullOrEmpty(context.Request.Nonce))
            context.Reject(Errors.InvalidRequest, "state and nonce are missing or empty; both are required.");
        return default;
    }
}

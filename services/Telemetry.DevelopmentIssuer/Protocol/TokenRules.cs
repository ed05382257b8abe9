using System.Security.Cryptography;
using System.Text;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Telemetry.DevelopmentIssuer.Protocol;

/// <summary>
/// Who gets tokens for what: the page, which has no secret, for a code or a refresh token; the services for their secret.
/// What a code or a refresh token itself must be was checked before.
/// </summary>
internal sealed class TokenRules(IssuerSettings settings, Principals principals, UsedCodes used)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>, IOpenIddictServerHandler<HandleTokenRequestContext>
{
    /// <inheritdoc/>
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isOfServices = context.ClientId == settings.ServiceClientId;
        if (!isOfServices && context.ClientId != settings.PageClientId)
            context.Reject(Errors.InvalidClient, $"There is no client '{context.ClientId}'.");
        else if (isOfServices && !IsSecret(context.ClientSecret))
            context.Reject(Errors.InvalidClient, "The client secret is not the one of this start.");
        else if (isOfServices != context.Request.IsClientCredentialsGrantType())
            context.Reject(Errors.UnauthorizedClient, $"'{context.ClientId}' may not use the grant '{context.Request.GrantType}'.");
        else if (context.AuthorizationCodePrincipal is { } code && !used.TryUse(code))
            context.Reject(Errors.InvalidGrant, "The code was used before; sign in again.");
        return default;
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // For the other grants the principal is that of the code or of the refresh token.
        if (context.Request.IsClientCredentialsGrantType())
            context.SignIn(principals.OfServices(context.Request.GetScopes()));
        return default;
    }

    private bool IsSecret(string? secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret ?? ""), Encoding.UTF8.GetBytes(settings.ServiceClientSecret));
}

using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Telemetry.DevelopmentIssuer.Protocol;

/// <summary>
/// Names the issuer as it is configured: clients compare it by the letter, and a URI without a path is otherwise written with a slash at
/// its end.
/// </summary>
internal sealed class ExactIssuer : IOpenIddictServerHandler<ApplyConfigurationResponseContext>,
    IOpenIddictServerHandler<ApplyAuthorizationResponseContext>, IOpenIddictServerHandler<GenerateTokenContext>
{
    /// <inheritdoc/>
    public ValueTask HandleAsync(ApplyConfigurationResponseContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.SetParameter(Metadata.Issuer, NameOf(context));
        return default;
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Response.HasParameter(Parameters.Iss)) context.Response.SetParameter(Parameters.Iss, NameOf(context));
        return default;
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Principal.SetClaim(Claims.Private.Issuer, NameOf(context));
        return default;
    }

    private static string NameOf(BaseContext context) => context.Options.Issuer!.OriginalString;
}

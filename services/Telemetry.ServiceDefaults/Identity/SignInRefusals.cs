using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Telemetry.ServiceDefaults.Identity;

/// <summary>
/// Tells a caller who is not let in why, in the caller's own protocol: gRPC as a status without messages
/// (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, "Trailers-Only"), HTTP as problem details (RFC 9457) with
/// <c>WWW-Authenticate</c> (RFC 6750).
/// </summary>
internal sealed class SignInRefusals(IOptions<IdentityOptions> options, IOptionsMonitor<JwtBearerOptions> bearer) : IAuthorizationMiddlewareResultHandler
{
    private readonly IdentityOptions _options = options.Value;

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded) await next(context);
        else await RefuseAsync(context, authorizeResult.Forbidden ? WithoutTenant() : await ReasonAsync(context));
    }

    private Refusal WithoutTenant() => new(
        StatusCodes.Status403Forbidden, GrpcCode: 7,
        $"The token names no tenant: its claim '{_options.TenantClaim}' is missing. Ask whoever runs the issuer for it.");

    private async Task<Refusal> ReasonAsync(HttpContext context)
    {
        var failure = (await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme)).Failure; // the check has been made: this remembers it
        if (failure is null) return Unauthenticated($"Sign in first: send a bearer token of {_options.Authority} in 'Authorization'.");
        if (!await IsIssuerKnownAsync(context.RequestAborted))
        {
            return new Refusal(
                StatusCodes.Status503ServiceUnavailable, GrpcCode: 14,
                $"The issuer {_options.Authority} does not answer, so no token can be checked. Try again in a moment.");
        }

        return Unauthenticated(failure switch
        {
            SecurityTokenExpiredException expired => string.Create(CultureInfo.InvariantCulture, $"The token expired at {expired.Expires:HH:mm:ss} UTC. Renew it, or sign in again."),
            SecurityTokenInvalidAudienceException => $"The token is not for this service: its audience must be '{_options.Audience}'.",
            SecurityTokenInvalidIssuerException => $"The token is of another issuer than {_options.Authority}.",
            _ => "The token can't be accepted: it is broken, or not signed by the issuer. Sign in again.",
        });
    }

    // Read from the issuer once; after that from memory.
    private async Task<bool> IsIssuerKnownAsync(CancellationToken cancellationToken)
    {
        try
        {
            var configuration = bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!;
            await configuration.GetConfigurationAsync(cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException)
        {
            return false;
        }
    }

    private static Refusal Unauthenticated(string reason) => new(StatusCodes.Status401Unauthorized, GrpcCode: 16, reason);

    private static async Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        var response = context.Response;
        if (context.Request.ContentType is { } type && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentType = type;
            response.Headers["grpc-status"] = refusal.GrpcCode.ToString(CultureInfo.InvariantCulture);
            response.Headers["grpc-message"] = Uri.EscapeDataString(refusal.Reason);
            return;
        }

        if (refusal.Status == StatusCodes.Status401Unauthorized) await context.ChallengeAsync(); // its header: which kind of token, from where
        await TypedResults.Problem(refusal.Reason, statusCode: refusal.Status).ExecuteAsync(context);
    }

    /// <summary>Why a caller is not let in.</summary>
    /// <param name="Status">HTTP's status.</param>
    /// <param name="GrpcCode">gRPC's: https://grpc.io/docs/guides/status-codes.</param>
    /// <param name="Reason">For a person; ASCII.</param>
    private sealed record Refusal(int Status, int GrpcCode, string Reason);
}

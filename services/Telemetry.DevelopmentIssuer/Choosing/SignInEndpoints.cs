using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Telemetry.DevelopmentIssuer.Protocol;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Telemetry.DevelopmentIssuer.Choosing;

/// <summary>The endpoints that a person or a page reaches; requests come here checked.</summary>
internal static class SignInEndpoints
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapSignIn(this IEndpointRouteBuilder endpoints, IReadOnlyList<Person> people)
    {
        string[] both = [HttpMethods.Get, HttpMethods.Post];
        endpoints.MapMethods(
            IssuerProtocol.Authorize, both, (HttpContext context, Principals principals) => Authorize(context, principals, people));
        endpoints.MapMethods(IssuerProtocol.EndSession, both, EndSession);
        endpoints.MapMethods(IssuerProtocol.UserInfo, both, UserInfoAsync);
    }

    private static IResult Authorize(HttpContext context, Principals principals, IReadOnlyList<Person> people)
    {
        var request = context.GetOpenIddictServerRequest()!;
        context.Response.Headers.CacheControl = "no-store";
        if (request.HasPromptValue(PromptValues.None))
            return Refuse(Errors.LoginRequired, "Who signs in is asked each time, so it can't be done unseen.");
        if (!request.HasParameter(ChoicePage.PersonField) && !request.HasParameter(ChoicePage.CancelField))
        {
            var asked = request.GetParameters().Select(field => KeyValuePair.Create(field.Key, (string?)field.Value ?? ""));
            return ChoicePage.Ask(people, asked);
        }

        if (!IsOwnForm(context.Request))
            return Results.Text("The choice did not come from this issuer's own page.", statusCode: StatusCodes.Status403Forbidden);
        return people.FirstOrDefault(person => person.Id == (string?)request[ChoicePage.PersonField]) is { } chosen
            ? Results.SignIn(principals.Of(chosen, request.GetScopes()), authenticationScheme: Scheme)
            : Refuse(Errors.AccessDenied, "Nobody was chosen to sign in as.");
    }

    // Browsers say of every form that is posted where it comes from. An antiforgery cookie would not do as well: cookies of localhost are
    // shared by all its ports, whatever else is developed there.
    private static bool IsOwnForm(HttpRequest request) => request.Headers.Origin == $"{request.Scheme}://{request.Host}";

    private static IResult EndSession(HttpContext context)
    {
        if (string.IsNullOrEmpty(context.GetOpenIddictServerRequest()!.PostLogoutRedirectUri)) return ChoicePage.SignedOut();
        return Results.SignOut(authenticationSchemes: [Scheme]);
    }

    private static async Task<IResult> UserInfoAsync(HttpContext context, IssuerSettings settings)
    {
        var bearer = (await context.AuthenticateAsync(Scheme)).Principal!;
        return Results.Json(new[] { Claims.Subject, Claims.Name, settings.TenantClaim }
            .Where(claim => bearer.HasClaim(has => has.Type == claim))
            .ToDictionary(claim => claim, claim => bearer.FindFirstValue(claim)));
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [Scheme]);
}

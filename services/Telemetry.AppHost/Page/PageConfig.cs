using System.Globalization;
using System.Text.Json.Serialization;

namespace Telemetry.AppHost.Page;

/// <summary>
/// <c>/config.json</c>: where the page finds the live data and the chat, and how people sign in if they have to. It names the host by which the page itself was reached, so that
/// it holds for localhost, for 127.0.0.1 and through a forwarded port alike.
/// </summary>
internal static class PageConfig
{
    public static IResult Answer(HttpContext context, PageServices? services)
    {
        context.Response.Headers.CacheControl = "no-store";
        return services is not null
            ? Results.Json(new Config(
                AddressOf(context, services.Live), services.Chat is { } chat ? AddressOf(context, chat) : null, services.Identity))
            : Results.Text("The live services are still starting.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>A service's origin as this request's page reaches it.</summary>
    public static string AddressOf(HttpContext context, int port)
    {
        var host = Uri.CheckHostName(context.Request.Host.Host.Trim('[', ']')) == UriHostNameType.Unknown ? "localhost" : context.Request.Host.Host;
        return string.Create(CultureInfo.InvariantCulture, $"{context.Request.Scheme}://{host}:{port}");
    }

    private sealed record Config(
        string LiveUrl, string? ChatUrl, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PageIdentity? Identity);
}

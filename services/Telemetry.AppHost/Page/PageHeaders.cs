using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.FileProviders;

namespace Telemetry.AppHost.Page;

/// <summary>Response headers that bound what the page can do: its own scripts, its own files, live data, chat and sign-in.</summary>
internal static partial class PageHeaders
{
    public static Func<HttpContext, RequestDelegate, Task> For(IFileInfo index, Func<PageServices?> services)
    {
        var scripts = string.Concat(InlineScripts(index).Select(digest => $" 'sha256-{digest}'"));
        return (context, next) =>
        {
            var called = services() is { } known ? string.Concat(Called(context, known).Select(origin => " " + origin)) : "";
            var headers = context.Response.Headers;
            // Styles may be inline: components and charts set them while they run. Scripts may not, but for those of index.html.
            headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                + $"font-src 'self'; manifest-src 'self'; connect-src 'self'{called}; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)";
            return next(context);
        };
    }

    private static IEnumerable<string> Called(HttpContext context, PageServices services)
    {
        foreach (var port in new[] { services.Live, services.Chat }.OfType<int>()) yield return PageConfig.AddressOf(context, port);
        if (services.Identity is { } identity) yield return new Uri(identity.Authority).GetLeftPart(UriPartial.Authority);
    }

    private static List<string> InlineScripts(IFileInfo index)
    {
        using var reader = new StreamReader(index.CreateReadStream());
        return [.. InlineScript().Matches(reader.ReadToEnd())
            .Select(match => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(match.Groups[1].Value))))];
    }

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Telemetry.DevelopmentIssuer.Choosing;

/// <summary>The page that asks whom to sign in as: plain HTML, no scripts, in the colours that the reader prefers.</summary>
internal static class ChoicePage
{
    /// <summary>The names of its buttons.</summary>
    public const string PersonField = "person", CancelField = "cancel";

    private const string Style = """
        :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center;
          background: light-dark(#f4f6f8, #11151a); color: light-dark(#17202a, #e8edf2); }
        main { box-sizing: border-box; width: min(26rem, 100%); padding: 2rem 1.5rem; }
        h1 { margin: 0 0 .25rem; font-size: 1.4rem; }
        p { margin: 0 0 1.5rem; color: light-dark(#4a5663, #a9b4c0); }
        ul { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; gap: .5rem; }
        button { box-sizing: border-box; width: 100%; padding: .75rem 1rem; font: inherit; text-align: start; color: inherit;
          cursor: pointer; background: light-dark(#fff, #1b222a); border: 1px solid light-dark(#7b8794, #6b7785); border-radius: .5rem; }
        button:hover { background: light-dark(#e9f1fb, #24303c); }
        button:focus-visible { outline: 3px solid light-dark(#0b5cad, #7ab8ff); outline-offset: 2px; }
        button[name=cancel] { background: none; }
        button span { display: block; color: light-dark(#4a5663, #a9b4c0); font-size: .875rem; }
        """;

    private static readonly string StyleDigest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <summary>Asks; the answer is posted back to the same address with all that it was asked with.</summary>
    public static IResult Ask(IReadOnlyList<Person> people, IEnumerable<KeyValuePair<string, string>> request)
    {
        var fields = string.Concat(request.Select(field => $"""
            <input type="hidden" name="{Encoded(field.Key)}" value="{Encoded(field.Value)}">

            """));
        var choices = string.Concat(people.Select(person => $"""
            <li><button name="{PersonField}" value="{Encoded(person.Id)}">{Encoded(person.Name)} <span>{Encoded(person.Sees)}</span></button></li>

            """));
        return Page("Sign in", $"""
            <p>Whom do you want to see the product as? These are roles for development; there is no password.</p>
            <form method="post">
            {fields}<ul aria-label="Sign in as">
            {choices}</ul>
            <button name="{CancelField}" value="1">Cancel</button>
            </form>
            """);
    }

    /// <summary>Says that somebody is signed out who did not say where to go from here.</summary>
    public static IResult SignedOut() => Page("Signed out", "<p>You can close this page.</p>");

    /// <summary>Headers of every answer: no scripts, no frames around it, forms to itself and from there back to the page.</summary>
    /// <param name="headers">The headers of the answer.</param>
    /// <param name="pageOrigins">A browser holds what a form is redirected to against its policy too.</param>
    public static void Confine(IHeaderDictionary headers, IEnumerable<string> pageOrigins)
    {
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'sha256-{StyleDigest}'; "
            + $"form-action 'self' {string.Join(' ', pageOrigins)}; base-uri 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: that would take the origin from the form, by which it is told from others.
        headers["Referrer-Policy"] = "same-origin";
    }

    private static IResult Page(string title, string body) => Results.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} · Telemetry, development</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>{title}</h1>
        {body}
        </main>
        </body>
        </html>

        """,
        "text/html; charset=utf-8");

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}

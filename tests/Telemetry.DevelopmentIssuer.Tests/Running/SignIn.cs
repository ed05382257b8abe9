using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.IdentityModel.Tokens;

namespace Telemetry.DevelopmentIssuer.Tests.Running;

/// <summary>One sign-in as the page and a person's browser do it, open at every step.</summary>
internal sealed partial class SignIn(RunningIssuer issuer)
{
    /// <summary>What only the page knows until it exchanges the code.</summary>
    public string Verifier { get; } = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    /// <summary>The request; tests change it.</summary>
    public Dictionary<string, string> Request { get; } = new()
    {
        ["client_id"] = "telemetry-page",
        ["response_type"] = "code",
        ["redirect_uri"] = RunningIssuer.PageOrigin + "/",
        ["scope"] = "openid profile telemetry offline_access",
        ["state"] = "a state & more",
        ["nonce"] = "a nonce",
        ["code_challenge_method"] = "S256",
    };

    /// <summary>Where the browser is led to begin.</summary>
    public async Task<HttpResponseMessage> BeginAsync()
    {
        Request.TryAdd("code_challenge", Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))));
        using var query = new FormUrlEncodedContent(Request);
        var endpoint = (await issuer.DiscoverAsync()).GetProperty("authorization_endpoint").GetString();
        return await issuer.Client.GetAsync($"{endpoint}?{await query.ReadAsStringAsync()}");
    }

    /// <summary>Presses a button of the page, as a browser does whose address bar shows it.</summary>
    public async Task<HttpResponseMessage> PressAsync(string button, string value, string? origin)
    {
        using var page = await BeginAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var fields = HiddenField().Matches(await page.Content.ReadAsStringAsync())
            .Select(field => KeyValuePair.Create(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, page.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Path));
        request.Content = new FormUrlEncodedContent([.. fields, KeyValuePair.Create(button, value)]);
        if (origin is not null) request.Headers.Add("Origin", origin);
        return await issuer.Client.SendAsync(request);
    }

    /// <summary>Chooses a person; returns what the page finds in its address then.</summary>
    public async Task<Dictionary<string, string>> ChooseAsync(string person)
    {
        using var answer = await PressAsync("person", person, issuer.Authority);
        return Returned(answer);
    }

    /// <summary>What the page finds in its address when the browser follows the redirect.</summary>
    public static Dictionary<string, string> Returned(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith(RunningIssuer.PageOrigin + "/?", answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(answer.Headers.Location.Query);
        return query.AllKeys.ToDictionary(key => key!, key => query[key]!);
    }

    /// <summary>The form by which the page exchanges a code; tests change it.</summary>
    public Dictionary<string, string> Exchange(string code) => new()
    {
        ["grant_type"] = "authorization_code",
        ["client_id"] = "telemetry-page",
        ["redirect_uri"] = Request["redirect_uri"],
        ["code"] = code,
        ["code_verifier"] = Verifier,
    };

    /// <summary>The whole way.</summary>
    public async Task<JsonElement> SignInAsync(string person)
    {
        var (status, tokens) = await issuer.AskForTokensAsync(Exchange((await ChooseAsync(person))["code"]));
        Assert.Equal(200, status);
        return tokens;
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)">""")]
    private static partial Regex HiddenField();
}

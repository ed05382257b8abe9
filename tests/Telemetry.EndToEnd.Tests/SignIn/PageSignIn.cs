using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace Telemetry.EndToEnd.Tests.SignIn;

/// <summary>Signs in as the page does: to the issuer, a choice there, back with a code, and the code for a token (RFC 6749, 4.1; RFC 7636).</summary>
internal sealed partial class PageSignIn(AppHost.Addresses addresses) : IDisposable
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly string _authority = addresses.Issuer!.GetLeftPart(UriPartial.Authority);
    private readonly string _page = addresses.Page.GetLeftPart(UriPartial.Authority) + "/";

    public void Dispose() => _browser.Dispose();

    /// <summary>The access token of a person of the development issuer.</summary>
    public async Task<string> TokenOfAsync(string person)
    {
        var verifier = Base64Url(RandomNumberGenerator.GetBytes(32));
        using var tokens = await _browser.PostAsync(new Uri($"{_authority}/connect/token"), Form(new()
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "telemetry-page",
            ["redirect_uri"] = _page,
            ["code"] = await CodeOfAsync(person, Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            ["code_verifier"] = verifier,
        }));
        return JsonDocument.Parse(await tokens.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
    }

    private async Task<string> CodeOfAsync(string person, string challenge)
    {
        using var query = Form(new()
        {
            ["client_id"] = "telemetry-page",
            ["response_type"] = "code",
            ["redirect_uri"] = _page,
            ["scope"] = "openid profile telemetry offline_access",
            ["state"] = "s",
            ["nonce"] = "n",
            ["code_challenge"] = challenge,
            ["code_challenge_method"] = "S256",
        });
        var choice = await _browser.GetStringAsync(new Uri($"{_authority}/connect/authorize?{await query.ReadAsStringAsync()}"));
        var fields = HiddenField().Matches(choice).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
        using var chosen = new HttpRequestMessage(HttpMethod.Post, $"{_authority}/connect/authorize") { Content = Form(new(fields) { ["person"] = person }) };
        chosen.Headers.Add("Origin", _authority);
        using var answer = await _browser.SendAsync(chosen);
        return HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
    }

    private static FormUrlEncodedContent Form(Dictionary<string, string> fields) => new(fields);

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)">""")]
    private static partial Regex HiddenField();
}

using System.Net;
using System.Text.Json;
using Telemetry.EndToEnd.Tests.Running;

namespace Telemetry.EndToEnd.Tests.SignIn;

public sealed class SignInTests(SignInAppHost host) : IClassFixture<SignInAppHost>, IDisposable
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private AppHost.Addresses Addresses => host.Process.Addresses;

    private string Authority => Addresses.Issuer!.GetLeftPart(UriPartial.Authority);

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task It_says_where_people_sign_in_and_the_issuer_is_called_so()
    {
        Assert.Contains($"sign-in            {Authority}", host.Process.Announced, StringComparison.Ordinal);

        var discovered = await JsonAsync(new Uri(Addresses.Issuer!, "/.well-known/openid-configuration"));
        Assert.Equal(Authority, discovered.GetProperty("issuer").GetString());
        Assert.Contains("OpenIddict", await host.Process.ReadMapsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task The_page_is_told_how_people_sign_in_by_the_issuers_one_name(string name)
    {
        var page = new UriBuilder(Addresses.Page) { Host = name }.Uri;

        var identity = (await JsonAsync(new Uri(page, "/config.json"))).GetProperty("identity");

        Assert.Equal(
            $$"""{"authority":"{{Authority}}","clientId":"telemetry-page","scope":"openid profile telemetry offline_access","""
            + "\"tenantClaim\":\"tenant_id\"}",
            JsonSerializer.Serialize(identity));
    }

    [Fact]
    public async Task The_page_may_call_the_issuer()
    {
        using var answer = await _browser.GetAsync(Addresses.Page);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single().Split("; ");
        Assert.Contains(Authority, policy.Single(rule => rule.StartsWith("connect-src ", StringComparison.Ordinal)).Split(' '));
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("elsewhere.example", HttpStatusCode.BadRequest)]
    public async Task It_asks_whom_to_sign_in_as_for_its_own_page_alone(string name, HttpStatusCode status)
    {
        using var query = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = "telemetry-page",
            ["response_type"] = "code",
            ["redirect_uri"] = $"http://{name}:{Addresses.Page.Port}/",
            ["scope"] = "openid profile telemetry offline_access",
            ["state"] = "s",
            ["nonce"] = "n",
            ["code_challenge"] = new string('a', 43),
            ["code_challenge_method"] = "S256",
        });

        using var answer = await _browser.GetAsync(new Uri(Addresses.Issuer!, $"/connect/authorize?{await query.ReadAsStringAsync()}"));

        Assert.Equal(status, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status == HttpStatusCode.OK, html.Contains($"Analyst of {SignInAppHost.Tenant}", StringComparison.Ordinal));
    }

    private async Task<JsonElement> JsonAsync(Uri address) => JsonDocument.Parse(await _browser.GetStringAsync(address)).RootElement;
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Telemetry.DevelopmentIssuer.Tests.Running;

namespace Telemetry.DevelopmentIssuer.Tests.Signing;

public sealed class SignInTests(RunningIssuer issuer) : IClassFixture<RunningIssuer>
{
    [Fact]
    public async Task Discovery_names_the_issuer_by_the_letter_and_what_it_can_do()
    {
        var discovered = await issuer.DiscoverAsync();

        Assert.Equal(issuer.Authority, discovered.GetProperty("issuer").GetString());
        Assert.Equal(["S256"], Texts(discovered, "code_challenge_methods_supported"));
        Assert.Equal(["query"], Texts(discovered, "response_modes_supported"));
        Assert.Equal(["authorization_code", "client_credentials", "refresh_token"], Texts(discovered, "grant_types_supported").Order());
        Assert.Equal(["offline_access", "openid", "profile", "telemetry"], Texts(discovered, "scopes_supported").Order());
        foreach (var endpoint in new[] { "end_session_endpoint", "userinfo_endpoint" })
            Assert.StartsWith(issuer.Authority + "/", discovered.GetProperty(endpoint).GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operator", "Operator", "*")]
    [InlineData("analyst-default", "Analyst of default", "default")]
    [InlineData("analyst-vacant", "Analyst of vacant", "vacant")]
    [InlineData("guest", "Guest", null)]
    public async Task Who_is_chosen_is_told_to_page_and_services_in_signed_tokens(string person, string name, string? tenant)
    {
        var tokens = await new SignIn(issuer).SignInAsync(person);

        foreach (var (token, audience) in new[] { ("access_token", "telemetry"), ("id_token", "telemetry-page") })
        {
            var valid = await issuer.ValidateAsync(tokens.GetProperty(token).GetString()!, audience);
            Assert.True(valid.IsValid, valid.Exception?.Message);
            Assert.Equal((person, name), (valid.Claims["sub"], valid.Claims["name"]));
            Assert.Equal(tenant, valid.Claims.TryGetValue("tenant_id", out var sees) ? sees : null);
        }

        var identity = await issuer.ValidateAsync(tokens.GetProperty("id_token").GetString()!, "telemetry-page");
        Assert.Equal("a nonce", identity.Claims["nonce"]);
        Assert.Equal("Bearer", tokens.GetProperty("token_type").GetString());
        Assert.Equal(600, tokens.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task The_page_gets_its_state_back_and_who_answered()
    {
        var returned = await new SignIn(issuer).ChooseAsync("operator");

        Assert.Equal(("a state & more", issuer.Authority), (returned["state"], returned["iss"]));
        Assert.Equal(["code", "iss", "state"], returned.Keys.Order());
    }

    [Fact]
    public async Task A_refresh_token_gives_tokens_of_the_same_person_when_the_old_ones_have_ended()
    {
        var old = await new SignIn(issuer).SignInAsync("analyst-default");
        issuer.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.False((await issuer.ValidateAsync(old.GetProperty("access_token").GetString()!, "telemetry")).IsValid);

        var (status, renewed) = await issuer.AskForTokensAsync(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = "telemetry-page",
            ["refresh_token"] = old.GetProperty("refresh_token").GetString()!,
        });

        Assert.Equal(200, status);
        var valid = await issuer.ValidateAsync(renewed.GetProperty("access_token").GetString()!, "telemetry");
        Assert.True(valid.IsValid, valid.Exception?.Message);
        Assert.Equal(("analyst-default", "default"), (valid.Claims["sub"], valid.Claims["tenant_id"]));
        Assert.True(renewed.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task User_info_answers_the_bearer_of_an_access_token_and_nobody_else()
    {
        var tokens = await new SignIn(issuer).SignInAsync("analyst-default");
        var endpoint = (await issuer.DiscoverAsync()).GetProperty("userinfo_endpoint").GetString();

        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access_token").GetString());
        using var answer = await issuer.Client.SendAsync(request);
        using var refused = await issuer.Client.GetAsync(endpoint);

        Assert.Equal("""{"sub":"analyst-default","name":"Analyst of default","tenant_id":"default"}""", await answer.Content.ReadAsStringAsync());
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
    }

    [Fact]
    public async Task Signing_out_leads_back_to_the_page_even_with_a_token_of_an_earlier_start()
    {
        var endpoint = (await issuer.DiscoverAsync()).GetProperty("end_session_endpoint").GetString();
        var page = Uri.EscapeDataString(RunningIssuer.PageOrigin + "/");
        await using var earlier = new RunningIssuer();
        await earlier.InitializeAsync();
        var token = (await new SignIn(earlier).SignInAsync("operator")).GetProperty("id_token").GetString();

        using var back = await issuer.Client.GetAsync(
            $"{endpoint}?post_logout_redirect_uri={page}&state=s&id_token_hint={token}");
        using var elsewhere = await issuer.Client.GetAsync($"{endpoint}?post_logout_redirect_uri=http%3A%2F%2Felsewhere.example%2F");
        using var nowhere = await issuer.Client.GetAsync(endpoint);

        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
        Assert.Equal(RunningIssuer.PageOrigin + "/?state=s", back.Headers.Location?.AbsoluteUri);
        Assert.Equal((HttpStatusCode.BadRequest, null), (elsewhere.StatusCode, elsewhere.Headers.Location));
        Assert.Contains("<h1>Signed out</h1>", await nowhere.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string[] Texts(JsonElement of, string property) =>
        [.. of.GetProperty(property).EnumerateArray().Select(text => text.GetString()!)];
}

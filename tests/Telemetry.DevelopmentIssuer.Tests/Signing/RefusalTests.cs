using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Telemetry.DevelopmentIssuer.Tests.Running;

namespace Telemetry.DevelopmentIssuer.Tests.Signing;

public sealed class RefusalTests(RunningIssuer issuer) : IClassFixture<RunningIssuer>
{
    [Theory]
    [InlineData("redirect_uri", "http://elsewhere.example/")]
    [InlineData("redirect_uri", "http://localhost:4321/deeper")]
    [InlineData("redirect_uri", "http://localhost:4322/")]
    [InlineData("redirect_uri", "http://localhost:4321/?next=http://elsewhere.example")]
    [InlineData("redirect_uri", null)]
    [InlineData("client_id", "another-page")]
    public async Task A_sign_in_that_is_not_the_pages_is_refused_and_leads_nowhere(string parameter, string? value)
    {
        using var answer = await BeginAsync(parameter, value);

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
    }

    [Theory]
    [InlineData("state", null)]
    [InlineData("state", "")]
    [InlineData("nonce", null)]
    [InlineData("nonce", "")]
    [InlineData("code_challenge", "")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge_method", null)]
    [InlineData("response_type", "token")]
    [InlineData("response_mode", "form_post")]
    [InlineData("response_mode", "fragment")]
    [InlineData("scope", "openid everything")]
    public async Task A_sign_in_without_what_makes_it_safe_is_refused(string parameter, string? value)
    {
        using var answer = await BeginAsync(parameter, value);

        await AssertErrorAsync(answer);
    }

    [Fact]
    public async Task A_sign_in_without_proof_key_is_refused()
    {
        var signIn = new SignIn(issuer);
        signIn.Request.Add("code_challenge", "");
        signIn.Request.Remove("code_challenge_method");

        using var answer = await signIn.BeginAsync();

        await AssertErrorAsync(answer);
    }

    [Fact]
    public async Task An_unseen_sign_in_is_told_that_a_person_has_to_choose()
    {
        using var answer = await BeginAsync("prompt", "none");

        Assert.Equal("login_required", SignIn.Returned(answer)["error"]);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var signIn = new SignIn(issuer);
        var exchange = signIn.Exchange((await signIn.ChooseAsync("operator"))["code"]);

        Assert.Equal(200, (await issuer.AskForTokensAsync(exchange)).Status);
        await AssertTokensRefusedAsync(exchange, 400, "invalid_grant");
    }

    [Fact]
    public async Task A_code_is_good_for_five_minutes()
    {
        var signIn = new SignIn(issuer);
        var exchange = signIn.Exchange((await signIn.ChooseAsync("operator"))["code"]);
        issuer.Clock.Advance(TimeSpan.FromMinutes(6));

        await AssertTokensRefusedAsync(exchange, 400, "invalid_grant");
    }

    [Theory]
    [InlineData("code_verifier", "another-verifier-that-is-long-enough-to-be-one-of-them", "invalid_grant")]
    [InlineData("code_verifier", null, "invalid_request")]
    [InlineData("redirect_uri", "http://127.0.0.1:4321/", "invalid_grant")]
    [InlineData("code", "made-up", "invalid_grant")]
    [InlineData("client_id", null, "invalid_request")]
    public async Task A_code_is_good_for_those_alone_who_asked_for_it(string parameter, string? value, string error)
    {
        var signIn = new SignIn(issuer);
        var exchange = signIn.Exchange((await signIn.ChooseAsync("operator"))["code"]);
        var changed = new Dictionary<string, string>(exchange);
        Set(changed, parameter, value);

        await AssertTokensRefusedAsync(changed, 400, error);
        Assert.Equal(200, (await issuer.AskForTokensAsync(exchange)).Status);
    }

    [Theory]
    [InlineData("telemetry-services", "a guess", 401, "invalid_client")]
    [InlineData("telemetry-services", null, 400, "invalid_request")]
    [InlineData("telemetry-page", null, 400, "invalid_request")]
    [InlineData("telemetry-page", "a guess", 400, "unauthorized_client")]
    [InlineData("others", RunningIssuer.Secret, 401, "invalid_client")]
    public async Task Services_are_known_by_their_secret_alone(string client, string? secret, int status, string error)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client };
        Set(form, "client_secret", secret);

        await AssertTokensRefusedAsync(form, status, error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Services_get_a_token_for_every_tenant_for_their_secret(bool inHeader)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token");
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (inHeader)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(
                Encoding.UTF8.GetBytes($"telemetry-services:{Uri.EscapeDataString(RunningIssuer.Secret)}")));
        else
            (form["client_id"], form["client_secret"]) = ("telemetry-services", RunningIssuer.Secret);
        request.Content = new FormUrlEncodedContent(form);

        using var answer = await issuer.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var tokens = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var valid = await issuer.ValidateAsync(tokens.GetProperty("access_token").GetString()!, "telemetry");
        Assert.Equal((true, "telemetry-services", "*"), (valid.IsValid, valid.Claims["sub"], valid.Claims["tenant_id"]));
        Assert.False(tokens.TryGetProperty("refresh_token", out _));
    }

    [Theory]
    [InlineData("elsewhere.example")]
    [InlineData("localhost.elsewhere.example")]
    public async Task A_name_that_others_made_to_lead_here_is_not_answered(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.Host = name;

        using var answer = await issuer.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> BeginAsync(string parameter, string? value)
    {
        var signIn = new SignIn(issuer);
        Set(signIn.Request, parameter, value);
        return await signIn.BeginAsync();
    }

    // Told to the page or to the person; in neither case is anybody asked to choose.
    private static async Task AssertErrorAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.Found) Assert.True(SignIn.Returned(answer).ContainsKey("error"));
        else Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("<form", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task AssertTokensRefusedAsync(Dictionary<string, string> form, int status, string error)
    {
        var (actual, answer) = await issuer.AskForTokensAsync(form);
        Assert.Equal((status, error), (actual, answer.GetProperty("error").GetString()));
        Assert.False(answer.TryGetProperty("access_token", out _));
    }

    private static void Set(Dictionary<string, string> form, string parameter, string? value)
    {
        if (value is null) form.Remove(parameter);
        else form[parameter] = value;
    }
}

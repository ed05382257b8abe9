using System.Net;
using Telemetry.DevelopmentIssuer.Tests.Running;

namespace Telemetry.DevelopmentIssuer.Tests.Choosing;

public sealed class ChoicePageTests(RunningIssuer issuer) : IClassFixture<RunningIssuer>
{
    [Fact]
    public async Task It_offers_roles_in_plain_HTML_without_scripts()
    {
        using var answer = await new SignIn(issuer).BeginAsync();
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.All(
            ["Operator", "Analyst of default", "Analyst of vacant", "Guest", "Cancel"],
            name => Assert.Contains($">{name}", html, StringComparison.Ordinal));
        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_may_frame_it_and_its_form_leads_to_itself_and_the_page()
    {
        using var answer = await new SignIn(issuer).BeginAsync();

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single().Split("; ")
            .Select(rule => rule.Split(' ', 2)).ToDictionary(rule => rule[0], rule => rule[1]);
        Assert.Equal(("'none'", "'none'", "'none'"), (policy["default-src"], policy["frame-ancestors"], policy["base-uri"]));
        Assert.Equal($"'self' {RunningIssuer.PageOrigin} {RunningIssuer.OtherPageOrigin}", policy["form-action"]);
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("http://elsewhere.example")]
    [InlineData(RunningIssuer.PageOrigin)]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_choice_that_another_origin_posts_is_refused(string? origin)
    {
        using var answer = await new SignIn(issuer).PressAsync("person", "operator", origin);

        Assert.Equal((HttpStatusCode.Forbidden, null), (answer.StatusCode, answer.Headers.Location));
    }

    [Fact]
    public async Task A_choice_in_an_address_is_refused()
    {
        var signIn = new SignIn(issuer);
        signIn.Request.Add("person", "operator");

        using var answer = await signIn.BeginAsync();

        Assert.Equal((HttpStatusCode.Forbidden, null), (answer.StatusCode, answer.Headers.Location));
    }

    [Theory]
    [InlineData("cancel", "1")]
    [InlineData("person", "nobody")]
    public async Task Whoever_cancels_or_is_not_offered_is_sent_back_without_a_code(string button, string value)
    {
        using var answer = await new SignIn(issuer).PressAsync(button, value, issuer.Authority);

        var returned = SignIn.Returned(answer);
        Assert.Equal(("access_denied", "a state & more"), (returned["error"], returned["state"]));
        Assert.DoesNotContain("code", returned.Keys);
    }

    [Fact]
    public async Task What_it_was_asked_with_stays_text()
    {
        var signIn = new SignIn(issuer);
        signIn.Request["state"] = "\"><script>alert(1)</script>";

        using var answer = await signIn.BeginAsync();

        Assert.DoesNotContain("<script", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(signIn.Request["state"], (await signIn.ChooseAsync("operator"))["state"]);
    }

    [Theory]
    [InlineData(RunningIssuer.PageOrigin, true)]
    [InlineData(RunningIssuer.OtherPageOrigin, true)]
    [InlineData("http://elsewhere.example", false)]
    public async Task A_browser_lets_the_page_call_discovery_keys_and_tokens_and_no_other_page(string origin, bool allowed)
    {
        string[] calls = ["GET /.well-known/openid-configuration", "GET /.well-known/jwks", "POST /connect/token", "OPTIONS /connect/userinfo"];
        foreach (var call in calls)
        {
            var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Origin", origin);
            if (method == "OPTIONS")
            {
                request.Headers.Add("Access-Control-Request-Method", "GET");
                request.Headers.Add("Access-Control-Request-Headers", "authorization");
            }

            using var answer = await issuer.Client.SendAsync(request);

            var granted = answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins : [];
            Assert.Equal(allowed ? [origin] : [], granted);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }
}

using System.Text.Json;
using Telemetry.EndToEnd.Tests.Running;

namespace Telemetry.EndToEnd.Tests.SignIn;

public sealed class NoSignInTests(QuietAppHost host) : IClassFixture<QuietAppHost>, IDisposable
{
    private readonly HttpClient _browser = new() { BaseAddress = host.Process.Addresses.Page };

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task Unless_it_is_asked_for_the_page_knows_of_no_sign_in_and_nothing_of_the_issuer_is_loaded()
    {
        var config = JsonDocument.Parse(await _browser.GetStringAsync("/config.json")).RootElement;

        Assert.Null(host.Process.Addresses.Issuer);
        Assert.False(config.TryGetProperty("identity", out _));
        var loaded = await host.Process.ReadMapsAsync();
        Assert.Contains("Telemetry.AppHost.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenIddict", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Telemetry.DevelopmentIssuer.dll", loaded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_told_of_an_issuer_that_is_configured_elsewhere()
    {
        await using var configured = await AppHostProcess.StartAsync(
            ["--no-simulator", "--no-lake"], new Dictionary<string, string> { ["Identity__Authority"] = "https://login.example/realm" });

        var config = JsonDocument.Parse(await _browser.GetStringAsync(new Uri(configured.Addresses.Page, "/config.json"))).RootElement;

        Assert.Equal("https://login.example/realm", config.GetProperty("identity").GetProperty("authority").GetString());
        using var page = await _browser.GetAsync(configured.Addresses.Page);
        Assert.Contains(" https://login.example;", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}

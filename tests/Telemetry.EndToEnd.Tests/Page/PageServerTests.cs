using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Telemetry.EndToEnd.Tests.Running;

namespace Telemetry.EndToEnd.Tests.Page;

public sealed class PageServerTests(QuietAppHost host) : IClassFixture<QuietAppHost>, IDisposable
{
    private readonly HttpClient _browser = new() { BaseAddress = host.Process.Addresses.Page };

    public void Dispose() => _browser.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/devices/tv")]
    public async Task An_address_of_the_page_gives_the_index_and_is_asked_for_again(string path)
    {
        using var answer = await _browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TestPage.Index, await answer.Content.ReadAsStringAsync());
        Assert.Equal("no-cache", Header(answer, "Cache-Control"));
    }

    [Fact]
    public async Task A_file_named_by_its_content_is_kept_for_good_and_others_are_asked_for_again()
    {
        using var script = await _browser.GetAsync(TestPage.Script);
        using var icon = await _browser.GetAsync(TestPage.Icon);

        Assert.Equal("public, max-age=31536000, immutable", Header(script, "Cache-Control"));
        Assert.Equal("no-cache", Header(icon, "Cache-Control"));
        Assert.Equal("image/svg+xml", icon.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_not_found_instead_of_being_the_index()
    {
        using var answer = await _browser.GetAsync("chunk-gone1234.js");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Files_travel_compressed(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, TestPage.Script);
        request.Headers.Add("Accept-Encoding", encoding);
        using var answer = await _browser.SendAsync(request);

        Assert.Equal(encoding, Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Equal("Accept-Encoding", Header(answer, "Vary"));
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using Stream text = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        Assert.Equal(TestPage.ScriptText, await new StreamReader(text).ReadToEndAsync());
    }

    [Fact]
    public async Task The_page_may_run_its_own_scripts_call_the_live_data_and_be_framed_by_nobody()
    {
        using var answer = await _browser.GetAsync("/");

        var policy = Header(answer, "Content-Security-Policy").Split("; ").Select(rule => rule.Split(' ', 2)).ToDictionary(rule => rule[0], rule => rule[1]);
        var inline = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(TestPage.InlineScript)));
        Assert.Equal("'none'", policy["default-src"]);
        Assert.Equal($"'self' 'sha256-{inline}'", policy["script-src"]);
        Assert.Equal($"'self' http://localhost:{host.Process.Addresses.LiveWeb.Port} http://localhost:{host.Process.Addresses.ChatWeb!.Port}", policy["connect-src"]);
        Assert.Equal("'none'", policy["frame-ancestors"]);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task The_page_is_told_live_data_and_chat_on_the_host_that_it_was_reached_by(string name)
    {
        var page = new UriBuilder(host.Process.Addresses.Page) { Host = name }.Uri;
        var config = JsonDocument.Parse(await _browser.GetStringAsync(new Uri(page, "/config.json"))).RootElement;

        Assert.Equal($"http://{name}:{host.Process.Addresses.LiveWeb.Port}", config.GetProperty("liveUrl").GetString());
        Assert.Equal($"http://{name}:{host.Process.Addresses.ChatWeb!.Port}", config.GetProperty("chatUrl").GetString());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_browser_lets_the_page_call_the_live_data_and_no_other_page(string name)
    {
        var page = new UriBuilder(host.Process.Addresses.Page) { Host = name }.Uri.GetLeftPart(UriPartial.Authority);

        Assert.Equal(page, await AllowedOriginAsync(page));
        Assert.Null(await AllowedOriginAsync("http://elsewhere.example"));
    }

    private async Task<string?> AllowedOriginAsync(string origin)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri(host.Process.Addresses.LiveWeb, "/telemetry.v1.LiveService/WatchDashboard"));
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type,x-grpc-web");
        using var answer = await _browser.SendAsync(preflight);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? string.Join(',', values) : null;
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(", ", answer.Headers.NonValidated.TryGetValues(name, out var values) ? values : answer.Content.Headers.NonValidated[name]);
}

using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.FileProviders;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;

namespace Telemetry.AppHost.Page;

/// <summary>
/// Serves the built page: compressed, cached for good where a file's name holds the digest of its content, and asked for
/// again elsewhere; an address that is no file is the page's own affair and gets index.html.
/// </summary>
internal static partial class PageServer
{
    private const string ForGood = "public, max-age=31536000, immutable";
    private const string AskAgain = "no-cache";

    /// <summary>Builds the server; it listens on loopback once started.</summary>
    /// <param name="folder">Holds index.html and the files that it names.</param>
    /// <param name="port">Port to listen on; 0 takes a free one.</param>
    /// <param name="services">What the page is to call; null while it is not known.</param>
    public static WebApplication Build(string folder, int port, Func<PageServices?> services)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults("telemetry-page");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true; // public files only: there is no secret whose length could leak
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/geo+json"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);

        var app = builder.Build();
        var files = new PhysicalFileProvider(folder);
        app.Use(PageHeaders.For(files.GetFileInfo("index.html"), services));
        app.UseResponseCompression();
        app.MapHealthEndpoints();
        app.MapGet("/config.json", (HttpContext context) => PageConfig.Answer(context, services()));
        var asFiles = new StaticFileOptions { FileProvider = files, OnPrepareResponse = SetCaching };
        app.UseStaticFiles(asFiles);
        app.MapFallbackToFile("index.html", asFiles);
        return app;
    }

    /// <summary>The port that a started server listens on.</summary>
    public static int PortOf(WebApplication started) =>
        new Uri(started.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;

    private static void SetCaching(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl = NamedByContent().IsMatch(file.File.Name) ? ForGood : AskAgain;

    // As the Angular build names them: main-5XRJ2FQK.js, chunk-C_XVtuo4.js, inter-latin-ABCD2345.woff2.
    [GeneratedRegex(@"-[A-Za-z0-9_-]{8}\.(js|css|woff2)$")]
    private static partial Regex NamedByContent();
}

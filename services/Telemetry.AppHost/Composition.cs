using Telemetry.AppHost.CommandLine;
using Telemetry.AppHost.Page;

namespace Telemetry.AppHost;

/// <summary>Puts the parts together; the only place that knows which are embedded and which are not.</summary>
internal static class Composition
{
    /// <summary>Starts everything, says where it is, and stops it on SIGINT or SIGTERM.</summary>
    public static async Task<IHost> RunAsync(AppHostOptions options, TextWriter output)
    {
        // The page comes first: its origin is one of the live services' settings.
        var page = PageServer.Build(PageFolder.Locate(options.PageFolder), options.Ports.Page, () => options.Ports.LiveWeb);
        await page.StartAsync();
        output.WriteLine($"page http://localhost:{PageServer.PortOf(page)}");
        await page.WaitForShutdownAsync();
        return page;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Telemetry.ServiceDefaults.Lifetime;

/// <summary>Runs a host for a person at a terminal: what keeps it from starting is said in a line, not in a stack trace.</summary>
public static partial class HostRun
{
    /// <summary>
    /// Gives the exit code of <paramref name="run"/>, or 1 when a setting or a port kept it from starting, said in one line each
    /// on <paramref name="error"/>. Other exceptions are thrown on.
    /// </summary>
    /// <param name="run">Builds, starts and awaits the host; see <see cref="RunToExitCodeAsync"/>.</param>
    /// <param name="whenPortIsTaken">What to do about a port in use, completing "Port 3000 is in use; ".</param>
    /// <param name="error">Where the lines go: standard error.</param>
    public static async Task<int> ToExitCodeAsync(Func<Task<int>> run, Func<int, string> whenPortIsTaken, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            return await run();
        }
        catch (Exception exception) when (SettingErrors.In(exception) is { Count: > 0 } lines)
        {
            foreach (var line in lines) await error.WriteLineAsync(line);
        }
        catch (IOException exception) when (TakenPort(exception) is { } port)
        {
            await error.WriteLineAsync($"Port {port} is in use; {whenPortIsTaken(port)}");
        }

        return 1;
    }

    /// <summary>Starts the host, waits for SIGINT or SIGTERM, stops and disposes it. Returns what <see cref="ExitCodeOf"/> says.</summary>
    public static async Task<int> RunToExitCodeAsync(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        using (host)
        {
            await host.StartAsync();
            await host.WaitForShutdownAsync();
            return ExitCodeOf(host);
        }
    }

    /// <summary>0 for a host that was stopped, 1 for one that stopped because a background service failed, which it has logged.</summary>
    /// <param name="stopped">A host that is not disposed yet.</param>
    public static int ExitCodeOf(IHost stopped)
    {
        ArgumentNullException.ThrowIfNull(stopped);
        return stopped.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask?.IsFaulted == true) ? 1 : 0;
    }

    // Kestrel names the address only in its message: "Failed to bind to address http://127.0.0.1:3000: address already in use."
    private static int? TakenPort(IOException exception) =>
        exception.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
        && PortInAddress().Match(exception.Message) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"://\S*:(\d+)")]
    private static partial Regex PortInAddress();
}
